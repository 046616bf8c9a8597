import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/config.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import type { Store } from '../store/store.js';
import { keyringOf, opensSchools } from './keyring-of.js';
import { otherSecret } from './open-keyring.js';
import { SECRET_FILE } from './secret-file.js';

/**
 * The keyring of these settings. Makes no secret where there is none, as that would be another one than what is stored was made with.
 * Throws `StoreError('secret')` when the store was put under another secret.
 */
export async function existingKeyring(config: Config, store: Store): Promise<Keyring | undefined> {
  const file = config.secretFile ?? path.join(config.data, SECRET_FILE);
  if (config.secret === undefined && !existsSync(file)) return undefined;
  const keyring = await keyringOf(config, store);
  if (keyring === undefined) throw otherSecret();
  return keyring;
}

/**
 * The same for a command that seals the audit: a seal under another secret would look forged for good. Throws `StoreError('secret')` when the keys
 * of the schools were made with another one.
 */
export async function sealingKeyring(config: Config, store: Store): Promise<Keyring | undefined> {
  const keyring = await existingKeyring(config, store);
  if (keyring !== undefined && !(await opensSchools(store, keyring))) throw otherSecret();
  return keyring;
}
