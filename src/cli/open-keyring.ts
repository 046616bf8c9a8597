import type { Config } from '../config.js';
import { Keyring } from '../privacy/keyring.js';
import { SealError } from '../privacy/seal-error.js';
import { loadSecret } from '../secret-file.js';
import type { Store } from '../store/store.js';
import { couldNotRun } from './command-error.js';

/**
 * The keyring of these settings, for a store that was made with it. Makes the secret when the data directory has none yet.
 * Errors: `ConfigError`; `CommandError` when the store was made with another secret, for what is hashed or sealed with this
 * one would then be of no use to the gateway.
 */
export async function openKeyring(config: Config, store: Store): Promise<Keyring> {
  const keyring = Keyring.fromSecret(loadSecret(config));
  const { schools } = await store.directory();
  const school = [...schools.values()].find(({ keyDestroyedAt }) => keyDestroyedAt === undefined)?.id;
  if (school !== undefined) await openSchoolKey(store, keyring, school);
  return keyring;
}

/** Makes sure that a school has its key, and that this keyring opens it. */
export async function openSchoolKey(store: Store, keyring: Keyring, school: string): Promise<void> {
  try {
    keyring.unwrapSchoolKey(school, await store.schoolKey(school, keyring.wrapSchoolKey(school)));
  } catch (error) {
    throw error instanceof SealError ? couldNotRun('the secret is not the one that this data directory was made with') : error;
  }
}
