import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import { ROLES, type Role, type RoleName } from '../../directory/access/roles.js';
import type { Scope } from '../../directory/access/scopes.js';
import type { Token } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { findTeacher } from '../schools/find-teacher.js';
import { knownSchool } from '../schools/known-school.js';
import { agreeOnReading } from './agree-on-reading.js';
import { freshKey } from './fresh-key.js';

export interface NewToken {
  readonly client: string;
  readonly school?: string;
  readonly scope?: readonly Scope[];
  readonly role?: RoleName;
  /** Key in the school administration, or ECK iD. */
  readonly teacher?: string;
  readonly purpose?: string;
  /** ISO instant. */
  readonly until?: string;
}

export interface AddedToken {
  /** Of the token, as `token list` shows it. */
  readonly id: string;
  readonly token: string;
  /** Id of the agreement that was made for it. */
  readonly agreement?: string;
}

/** Stores the keyed hash of a new token: of a client, with an agreement that lets it read; or of somebody in a role. Throws `Refusal`. */
export async function addToken(office: Office, given: NewToken): Promise<AddedToken> {
  const { store, keyring, at } = office;
  const { client, school, role, purpose, until } = given;
  const scopes = checkNewToken(given, at);
  const [id, token] = [randomUUID(), freshKey()];
  if (school !== undefined) knownSchool(await store.directory(), school);
  const hash = (await keyring()).hashToken(token);
  const teacher = await teacherOf(given, office);
  const term = supplied({ until });
  const reading = { client, scopes, ...supplied({ purpose }), ...term };
  const made = role === undefined && school !== undefined ? await agreeOnReading(store, { ...reading, school }, at) : undefined;
  const bound = { ...supplied({ school, role }), ...teacher };
  await store.addToken({ id, client, hash, ...bound, scopes, createdAt: at, ...term });
  return { id, token, ...(made === undefined ? {} : { agreement: made.id }) };
}

/** Says what can be said without the store, and gives the scopes of the token. Throws `Refusal`. */
export function checkNewToken(given: NewToken, at: string): readonly Scope[] {
  if (given.until !== undefined && given.until <= at) throw unfit('--until must be later than now');
  return scopesOf(given);
}

/** The rights of a role are looked up at each use, so its token has no scopes. */
function scopesOf({ role, school, scope, purpose, teacher }: NewToken): readonly Scope[] {
  if (role === undefined) {
    if (teacher !== undefined) throw unfit('--teacher goes with --role');
    if (school === undefined || scope === undefined) throw unfit('give --school and --scope, or --role');
    return scope;
  }
  if (scope !== undefined || purpose !== undefined) throw unfit('--scope and --purpose do not go with --role');
  if (ROLES[role].bound && school === undefined) throw unfit(`the role ${role} needs --school`);
  const ofTeacher = (ROLES[role] as Role).teacher;
  if (ofTeacher === 'needed' && teacher === undefined) throw unfit(`the role ${role} needs --teacher`);
  if (ofTeacher === undefined && teacher !== undefined) throw unfit(`--teacher does not go with the role ${role}`);
  return [];
}

/** Whom of the staff the token is for, as a part of it. */
async function teacherOf({ school, teacher }: NewToken, office: Office): Promise<Pick<Token, 'teacher'>> {
  if (school === undefined || teacher === undefined) return {};
  return { teacher: await findTeacher(office, school, teacher) };
}
