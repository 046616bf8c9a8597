import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import { keysOf } from '../../directory/authorise.js';
import type { Agreement, Credential, Directory, ExchangeKind, InfourlRule, Party } from '../../directory/directory.js';
import { StoreError } from '../../store/store-error.js';
import { freshKey } from '../credentials/fresh-key.js';
import { makeCredential } from '../credentials/make-credential.js';
import type { Office } from '../office.js';
import { knownParty } from '../parties/known-party.js';
import { unfit } from '../refusal.js';
import { agreedFields } from './agreement-fields.js';
import { secondAgreement } from './second-agreement.js';

/** What somebody agrees on, for one school or several. */
export interface NewAgreements {
  readonly schools: readonly string[];
  readonly party: string;
  readonly exchanges: readonly ExchangeKind[];
  readonly profile?: string;
  /** Names of fields, see `makeFieldList`. */
  readonly fields?: readonly string[];
  readonly purpose: string;
  /** ISO instants. */
  readonly from?: string;
  readonly until?: string;
  /** An autorisatiesleutel that was agreed on, or that a las issued. */
  readonly key?: string;
  readonly infourl: InfourlRule;
}

export interface AddedAgreements {
  readonly agreements: readonly Agreement[];
  /** The key that was stored; absent when the party had one over every school. */
  readonly credential?: Credential;
  /** Only when it was made here. */
  readonly autorisatiesleutel?: string;
  /** What the operator should know beside it. */
  readonly remarks: readonly string[];
}

const PRESENTED = 'Note: the key is stored encrypted; the gateway presents it to the las with each request.';

/**
 * Stores an agreement per school, and one key: the one that was given, over all of them, or else a new one, over those for which the party
 * has none. Throws `Refusal`, also when one of the schools has an agreement with the party for such an exchange already.
 */
export async function addAgreements({ store, keyring, at }: Office, given: NewAgreements): Promise<AddedAgreements> {
  const { from = at, until, schools } = given;
  if (until !== undefined && until <= from) throw unfit('--until must be later than --from');
  const { remarks, ...fields } = agreedFields(given);
  const term = { from, ...supplied({ until }) };
  const { exchanges, purpose, infourl } = given;
  const common = { party: given.party, exchanges, ...fields, purpose, ...term, infourl };
  const agreements = schools.map((school): Agreement => ({ id: randomUUID(), school, ...common }));
  const directory = await store.directory();
  const party = knownParty(directory, given.party, schools);
  const refusal = secondAgreement(directory, agreements);
  if (refusal !== undefined) throw refusal;
  const without = given.key === undefined ? withoutKey(directory, party, given, from) : schools;
  if (party.role === 'las' && given.key === undefined && without.length > 0) {
    throw unfit(`${given.party} is a las, which issues the autorisatiesleutel itself: give it with --key-file or --key`);
  }
  const key = given.key ?? freshKey();
  const opened = await keyring();
  const credential = without.length === 0 ? undefined : makeCredential(key, party, { schools: without, ...term }, opened);
  await store.addAgreements(agreements, credential).catch(async (error: unknown) => {
    // Somebody else made one meanwhile.
    const isSecond = error instanceof StoreError && error.code === 'conflict';
    throw (isSecond ? secondAgreement(await store.directory(), agreements) : undefined) ?? error;
  });
  return {
    agreements,
    ...supplied({ credential }),
    ...(given.key === undefined && credential !== undefined ? { autorisatiesleutel: key } : {}),
    remarks: [...remarks, ...remarksOnOldKeys(directory, given, without, from), ...(credential?.sealed === undefined ? [] : [PRESENTED])],
  };
}

/** The schools over which the party has no key yet that holds when the agreement begins. A client proves itself otherwise, and needs none. */
function withoutKey(directory: Directory, { role }: Party, { party, schools }: NewAgreements, from: string): readonly string[] {
  return role === 'client' ? [] : schools.filter((id) => keysOf(directory, party, from, id).length === 0);
}

/** Which keys hold for the schools that got none now: who has one already can go on with it. */
function remarksOnOldKeys(
  directory: Directory,
  { party, schools, until }: NewAgreements,
  without: readonly string[],
  from: string,
): string[] {
  const covered = schools.filter((id) => !without.includes(id));
  const keys = new Set(covered.flatMap((id) => keysOf(directory, party, from, id)));
  return [...keys].map(({ id, schools: those, until: end }) => {
    const over = those.filter((one) => covered.includes(one)).join(', ');
    const tooSoon = end !== undefined && (until === undefined || end < until) ? `, until ${end}` : '';
    return `Note: ${party} already has an autorisatiesleutel for ${over}${tooSoon} (key ${id}); uwlr key rotate makes a new one.`;
  });
}
