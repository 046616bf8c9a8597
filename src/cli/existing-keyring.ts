import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.js';
import { Keyring } from '../privacy/keyring.js';
import { loadSecret, SECRET_FILE } from '../secret-file.js';

/** The keyring of these settings. Makes no secret where there is none, as that would be another one than what is stored was made with. */
export function existingKeyring(config: Config): Keyring | undefined {
  const file = config.secretFile ?? path.join(config.data, SECRET_FILE);
  return config.secret === undefined && !existsSync(file) ? undefined : Keyring.fromSecret(loadSecret(config));
}
