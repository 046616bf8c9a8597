import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config/config-error.js';
import { plainSetting } from '../config/plain-setting.js';
import type { Secret } from '../config/secret.js';
import { isStrongSecret } from '../privacy/keys/keyring.js';
import { placeDurably } from '../store/files/durable-file.js';
import { makeDirectory } from '../store/files/make-directory.js';
import { plainText } from '../xml/plain-text.js';

/** Name of the file in the data directory that holds the secret when no setting gives one. */
export const SECRET_FILE = 'secret';

/**
 * The secret that all keys are derived from: `UWLR_SECRET`, else the content of `UWLR_SECRET_FILE`, else the file
 * `secret` in the data directory, which is made when it is not there. Without it, what the store holds sealed can never
 * be opened again: it belongs in the backup.
 *
 * Throws `ConfigError` when it cannot be read or made, is no plain text, or is shorter than 32 bytes.
 */
export function loadSecret(from: { readonly secret?: Secret; readonly secretFile?: string; readonly data: string }): string {
  if (from.secret !== undefined) return checked('UWLR_SECRET', from.secret.reveal());
  if (from.secretFile !== undefined) return checked('UWLR_SECRET_FILE', read('UWLR_SECRET_FILE', from.secretFile) ?? '');
  const file = path.join(from.data, SECRET_FILE);
  return checked('UWLR_DATA', read('UWLR_DATA', file) ?? make(from.data, file));
}

function checked(setting: string, text: string): string {
  if (!isStrongSecret(text)) throw new ConfigError(setting, 'gives a secret that is shorter than 32 bytes');
  return text.trim();
}

/** Undefined only when a file in the data directory is not there yet. */
function read(setting: string, file: string): string | undefined {
  try {
    return plainSetting(setting, file, readFileSync(file), plainText);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && setting === 'UWLR_DATA') return undefined;
    throw new ConfigError(setting, `names a secret file that cannot be read (${code ?? 'error'})`);
  }
}

/** Several processes may start at once on a new directory: all end up with the one that came first, whole and on disk. */
function make(data: string, file: string): string {
  try {
    makeDirectory(data);
    placeDurably(file, `${freshSecret()}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError('UWLR_DATA', `names a directory that cannot be written (${path.resolve(data)}: ${code ?? 'error'})`);
  }
  return readFileSync(file, 'utf8');
}

export function freshSecret(): string {
  return randomBytes(48).toString('base64url');
}
