import { freshKey } from '../../admin/credentials/fresh-key.js';
import { makeCredential } from '../../admin/credentials/make-credential.js';
import { knownParty } from '../../admin/parties/known-party.js';
import type { Config } from '../../config/config.js';
import type { Credential } from '../../directory/directory.js';
import { openKeyring } from '../open/open-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import { wrongUsage } from '../terminal/command-error.js';
import { givenKey, remarksOnKey } from './given-key.js';

export interface AddKeyOptions {
  readonly party: string;
  readonly school: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly keyFile?: string;
}

/** A key, with the autorisatiesleutel only when it was made here. */
export interface AddedKey {
  readonly credential: Credential;
  readonly autorisatiesleutel?: string;
}

/** Gives a party one more key over these schools. Its others go on. Errors: `CommandError`, `StoreError`. */
export async function addKey(config: Config, options: AddKeyOptions): Promise<AddedKey & { readonly remarks: readonly string[] }> {
  const { party, school: schools, from = new Date().toISOString(), until } = options;
  if (until !== undefined && until <= from) throw wrongUsage('--until must be later than --from');
  const given = await givenKey(options);
  const key = given ?? freshKey();
  const credential = await withExistingStore(config, async (store) => {
    const known = knownParty(await store.directory(), party, schools);
    if (known.role === 'las' && given === undefined) throw issuedByLas(party);
    const terms = { schools, from, ...(until === undefined ? {} : { until }) };
    const made = makeCredential(key, known, terms, await openKeyring(config, store));
    await store.addAgreements([], made);
    return made;
  });
  return { credential, ...(given === undefined ? { autorisatiesleutel: key } : {}), remarks: remarksOnKey(given, options) };
}

export function issuedByLas(party: string): Error {
  return wrongUsage(`${party} is a las, which issues the autorisatiesleutel itself: give it with --key-file`);
}
