import path from 'node:path';
import type { Config } from '../../config/config.js';
import { isStrongSecret, type Keyring } from '../../privacy/keys/keyring.js';
import { hasOwnFile } from '../../secret/keyring-of.js';
import { adoptNextSecret, offerNextSecret } from '../../secret/next-secret.js';
import { type Replaced, replaceSecret } from '../../secret/replace-secret.js';
import { SECRET_FILE } from '../../secret/secret-file.js';
import { openKeyring } from '../open/open-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import { couldNotRun, negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { textOfFile } from '../terminal/text-of-file.js';

/** `ownFile`: where the new secret is, when the gateway keeps it itself. */
export type Rotated = Replaced & { readonly ownFile?: string };

/** Puts the store under the secret in a file, or a new one. Errors: `CommandError`, `StoreError`, `ConfigError`. */
export async function rotateSecret(config: Config, newSecretFile: string | undefined): Promise<Rotated> {
  const own = hasOwnFile(config);
  if (!own && newSecretFile === undefined) throw wrongUsage('the secret is not in the data directory: give --new-secret-file');
  const given = newSecretFile === undefined ? undefined : await textOfFile(newSecretFile);
  if (given !== undefined && !isStrongSecret(given)) throw couldNotRun(`${newSecretFile}: the secret is shorter than 32 bytes`);
  return withExistingStore(config, async (store) => {
    const keyring = await openKeyring(config, store);
    if (given !== undefined) checkNew(keyring, given);
    if (!own) return replaceSecret(store, keyring, given as string);
    const secret = offered(config.data, keyring, given);
    const replaced = await replaceSecret(store, keyring, secret);
    adoptNextSecret(config.data);
    return { ...replaced, ownFile: path.join(config.data, SECRET_FILE) };
  });
}

/** The next secret, on disk before anything is sealed under it: that of a rotation that did not come to its end, if there was one. */
function offered(data: string, keyring: Keyring, given: string | undefined): string {
  const secret = offerNextSecret(data, given);
  if (secret === undefined) throw couldNotRun('another process is rotating the secret');
  if (given !== undefined && secret !== given)
    throw negativeAnswer(`${data} holds a secret.new of a rotation that did not end: run it without --new-secret-file to end it`);
  if (!isStrongSecret(secret)) throw couldNotRun(`${data} holds a secret.new that is shorter than 32 bytes`);
  checkNew(keyring, secret);
  return secret;
}

function checkNew(keyring: Keyring, secret: string): void {
  try {
    keyring.successor(secret, 0);
  } catch (error) {
    throw error instanceof RangeError ? negativeAnswer(`the new secret is not new: ${error.message.replace(/^the secret/, 'it')}`) : error;
  }
}
