import { keysOf } from '../../directory/authorise.js';
import type { Credential, Party } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { knownParty } from '../parties/known-party.js';
import { conflict, unfit } from '../refusal.js';
import { type AddedKey, issuedByLas } from './add-key.js';
import { freshKey } from './fresh-key.js';
import { makeCredential } from './make-credential.js';

export interface KeysToRotate {
  readonly party: string;
  /** Id of the only key to replace. */
  readonly id?: string;
  /** How long the old keys go on, in milliseconds. */
  readonly overlap: number;
  /** The autorisatiesleutel that a las issued; without one, new ones are made. */
  readonly given: string | undefined;
}

export interface Rotated {
  readonly added: readonly AddedKey[];
  /** The keys that were replaced, and when they end at the latest. */
  readonly ending: readonly Credential[];
  readonly until: string;
}

/**
 * Gives a party a new key in the place of each that it has, over the same schools; keys over the same schools become one. The old ones go on
 * until the overlap is over, so there is no moment at which none works. Throws `Refusal`, `StoreError`.
 */
export async function rotateKeys(
  { store, keyring, at }: Office,
  { party: klantcode, id: only, overlap, given }: KeysToRotate,
): Promise<Rotated> {
  const until = new Date(Date.parse(at) + overlap).toISOString();
  const directory = await store.directory();
  const party = knownParty(directory, klantcode);
  const ending = keysOf(directory, klantcode, at).filter(({ id }) => only === undefined || id === only);
  if (ending.length === 0) throw conflict(`${klantcode} has no such key in force: make one with uwlr key add`);
  const places = schoolSets(ending);
  checkGiven(party, given, places.length);
  const ring = await keyring();
  const added = places.map((schools) => {
    const key = given ?? freshKey();
    const credential = makeCredential(key, party, { schools, from: at }, ring);
    return { credential, ...(given === undefined ? { autorisatiesleutel: key } : {}) };
  });
  await store.replaceCredentials(
    added.map(({ credential }) => credential),
    ending.map(({ id }) => id),
    until,
  );
  return { added, ending, until };
}

function checkGiven({ klantcode, role }: Party, given: string | undefined, places: number): void {
  if (role === 'las' && given === undefined) throw issuedByLas(klantcode);
  if (given !== undefined && places > 1) throw unfit(`${klantcode} has keys over different schools: say with --id which to replace`);
}

function schoolSets(credentials: readonly Credential[]): readonly (readonly string[])[] {
  return [...new Map(credentials.map(({ schools }) => [[...schools].sort().join('\n'), schools])).values()];
}
