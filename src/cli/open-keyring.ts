import type { Config } from '../config.js';
import { Keyring } from '../privacy/keyring.js';
import { loadSecret } from '../secret-file.js';

/** The keyring of these settings. Makes the secret when the data directory has none yet. Errors: `ConfigError`. */
export function openKeyring(config: Config): Keyring {
  return Keyring.fromSecret(loadSecret(config));
}
