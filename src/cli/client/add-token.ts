import { randomUUID } from 'node:crypto';
import { freshKey } from '../../admin/credentials/fresh-key.js';
import type { Office } from '../../admin/office.js';
import { findTeacher } from '../../admin/schools/find-teacher.js';
import { ROLES, type Role, type RoleName } from '../../api/access/roles.js';
import type { Scope } from '../../api/access/scopes.js';
import type { Config } from '../../config/config.js';
import type { Token } from '../../directory/directory.js';
import { openKeyring } from '../open/open-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import { checkSchool } from '../roster/known-school.js';
import { wrongUsage } from '../terminal/command-error.js';
import { agreeOnReading } from './agree-on-reading.js';

/** What the command line gives. */
export interface TokenOptions {
  readonly client: string;
  readonly school?: string;
  readonly scope?: readonly Scope[];
  readonly role?: RoleName;
  /** Key in the school administration, or ECK iD. */
  readonly teacher?: string;
  readonly purpose?: string;
  readonly until?: string;
  readonly json?: true;
}

export interface AddedToken {
  /** Of the token, as `token list` shows it. */
  readonly id: string;
  readonly token: string;
  /** Id of the agreement that was made for it. */
  readonly agreement?: string;
}

/** Stores the keyed hash of a new token: of a client, with an agreement that lets it read; or of somebody in a role. Errors: `CommandError`. */
export async function addToken(config: Config, options: TokenOptions): Promise<AddedToken> {
  const { client, school, role, purpose, until } = options;
  const now = new Date().toISOString();
  if (until !== undefined && until <= now) throw wrongUsage('--until must be later than now');
  const scopes = scopesOf(options);
  const [id, token] = [randomUUID(), freshKey()];
  const agreement = await withExistingStore(config, async (store) => {
    if (school !== undefined) checkSchool(await store.directory(), school);
    const keyring = await openKeyring(config, store);
    const hash = keyring.hashToken(token);
    const teacher = await teacherOf(options, { store, keyring: async () => keyring, at: now });
    const term = until === undefined ? {} : { until };
    const reading = { client, scopes, ...(purpose === undefined ? {} : { purpose }), ...term };
    const made = role === undefined && school !== undefined ? await agreeOnReading(store, { ...reading, school }, now) : undefined;
    const bound = { ...(school === undefined ? {} : { school }), ...(role === undefined ? {} : { role }), ...teacher };
    await store.addToken({ id, client, hash, ...bound, scopes, createdAt: now, ...term });
    return made?.id;
  });
  return { id, token, ...(agreement === undefined ? {} : { agreement }) };
}

/** What a role may do is looked up when it is used, so its token has no scopes of its own. */
function scopesOf({ role, school, scope, purpose, teacher }: TokenOptions): readonly Scope[] {
  if (role === undefined) {
    if (teacher !== undefined) throw wrongUsage('--teacher goes with --role');
    if (school === undefined || scope === undefined) throw wrongUsage('give --school and --scope, or --role');
    return scope;
  }
  if (scope !== undefined || purpose !== undefined) throw wrongUsage('--scope and --purpose do not go with --role');
  if (ROLES[role].bound && school === undefined) throw wrongUsage(`the role ${role} needs --school`);
  const ofTeacher = (ROLES[role] as Role).teacher;
  if (ofTeacher === 'needed' && teacher === undefined) throw wrongUsage(`the role ${role} needs --teacher`);
  if (ofTeacher === undefined && teacher !== undefined) throw wrongUsage(`--teacher does not go with the role ${role}`);
  return [];
}

/** Whom of the staff the token is for, as a part of it. */
async function teacherOf({ school, teacher }: TokenOptions, office: Office): Promise<Pick<Token, 'teacher'>> {
  if (school === undefined || teacher === undefined) return {};
  return { teacher: await findTeacher(office, school, teacher) };
}

/** How a token stands at an ISO instant, in a word or two. */
export function tokenState({ until, revokedAt }: Pick<Token, 'until' | 'revokedAt'>, now: string): string {
  if (revokedAt !== undefined) return `revoked ${revokedAt}`;
  if (until === undefined) return 'in force';
  return now < until ? `until ${until}` : `over since ${until}`;
}
