import { supplied } from '../../core/supplied.js';
import type { Credential } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { knownParty } from '../parties/known-party.js';
import { type Refusal, unfit } from '../refusal.js';
import { freshKey } from './fresh-key.js';
import { makeCredential } from './make-credential.js';

export interface NewKey {
  readonly party: string;
  readonly schools: readonly string[];
  /** ISO instants. */
  readonly from?: string;
  readonly until?: string;
  /** The autorisatiesleutel that was agreed or issued; without one, one is made. */
  readonly given: string | undefined;
}

/** A key, with the autorisatiesleutel only when it was made here. */
export interface AddedKey {
  readonly credential: Credential;
  readonly autorisatiesleutel?: string;
}

/** Throws `Refusal` for a term that is over before it begins. */
export function checkTerm(from: string, until: string | undefined): void {
  if (until !== undefined && until <= from) throw unfit('--until must be later than --from');
}

/** Gives a party one more key over these schools. Its others go on. Throws `Refusal`, `StoreError`. */
export async function addKey({ store, keyring, at }: Office, { party, schools, from = at, until, given }: NewKey): Promise<AddedKey> {
  checkTerm(from, until);
  const known = knownParty(await store.directory(), party, schools);
  if (known.role === 'las' && given === undefined) throw issuedByLas(party);
  const key = given ?? freshKey();
  const terms = { schools, from, ...supplied({ until }) };
  const credential = makeCredential(key, known, terms, await keyring());
  await store.addAgreements([], credential);
  return { credential, ...(given === undefined ? { autorisatiesleutel: key } : {}) };
}

export function issuedByLas(party: string): Refusal {
  return unfit(`${party} is a las, which issues the autorisatiesleutel itself: give it with --key-file`);
}
