import type { Config } from '../config/config.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import type { Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import { keyringOf, opensSchool, opensSchools } from './keyring-of.js';

/**
 * The keyring of these settings, for a store that was made with it. Makes the secret when the data directory has none yet.
 * Throws `ConfigError`; `StoreError('secret')` when the store was made with another secret, for what is hashed or sealed with this
 * one would then be of no use to the gateway.
 */
export async function openKeyring(config: Config, store: Store): Promise<Keyring> {
  const keyring = await keyringOf(config, store);
  if (keyring === undefined || !(await opensSchools(store, keyring))) throw otherSecret();
  return keyring;
}

/** Makes sure that a school has its key, and that this keyring opens it. */
export async function openSchoolKey(store: Store, keyring: Keyring, school: string): Promise<void> {
  if (!(await opensSchool(store, keyring, school))) throw otherSecret();
}

export function otherSecret(): StoreError {
  return new StoreError('secret', 'the secret is not the one that this store was made with');
}
