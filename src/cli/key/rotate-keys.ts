import { freshKey } from '../../admin/credentials/fresh-key.js';
import { makeCredential } from '../../admin/credentials/make-credential.js';
import { knownParty } from '../../admin/parties/known-party.js';
import type { Config } from '../../config/config.js';
import type { Credential, Party } from '../../directory/directory.js';
import { keysOf } from '../../directory/keys-of.js';
import { openKeyring } from '../open/open-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { type AddedKey, issuedByLas } from './add-key.js';
import { givenKey, remarksOnKey } from './given-key.js';

export interface RotateOptions {
  readonly party: string;
  /** Id of the only key to replace. */
  readonly id?: string;
  /** How long the old keys go on, in milliseconds. */
  readonly overlap: number;
  readonly keyFile?: string;
}

export interface Rotated {
  readonly added: readonly AddedKey[];
  /** The keys that were replaced, and when they end at the latest. */
  readonly ending: readonly Credential[];
  readonly until: string;
  readonly remarks: readonly string[];
}

/**
 * Gives a party a new key in the place of each that it has, over the same schools; keys over the same schools become one. The old ones go on
 * until the overlap is over, so there is no moment at which none works. Errors: `CommandError`, `StoreError`.
 */
export async function rotateKeys(config: Config, options: RotateOptions): Promise<Rotated> {
  const now = new Date();
  const from = now.toISOString();
  const until = new Date(now.getTime() + options.overlap).toISOString();
  const given = await givenKey(options);
  return withExistingStore(config, async (store) => {
    const directory = await store.directory();
    const party = knownParty(directory, options.party);
    const ending = keysOf(directory, options.party, from).filter(({ id }) => options.id === undefined || id === options.id);
    if (ending.length === 0) throw negativeAnswer(`${options.party} has no such key in force: make one with uwlr key add`);
    const places = schoolSets(ending);
    checkGiven(party, given, places.length);
    const keyring = await openKeyring(config, store);
    const added = places.map((schools) => {
      const key = given ?? freshKey();
      const credential = makeCredential(key, party, { schools, from }, keyring);
      return { credential, ...(given === undefined ? { autorisatiesleutel: key } : {}) };
    });
    await store.replaceCredentials(
      added.map(({ credential }) => credential),
      ending.map(({ id }) => id),
      until,
    );
    return { added, ending, until, remarks: remarksOnKey(given, options) };
  });
}

function checkGiven({ klantcode, role }: Party, given: string | undefined, places: number): void {
  if (role === 'las' && given === undefined) throw issuedByLas(klantcode);
  if (given !== undefined && places > 1) throw wrongUsage(`${klantcode} has keys over different schools: say with --id which to replace`);
}

function schoolSets(credentials: readonly Credential[]): readonly (readonly string[])[] {
  return [...new Map(credentials.map(({ schools }) => [[...schools].sort().join('\n'), schools])).values()];
}
