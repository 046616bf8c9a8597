import path from 'node:path';
import type { Config } from '../../config/config.js';
import { ConfigError } from '../../config/config-error.js';
import { isStrongSecret, type Keyring } from '../../privacy/keys/keyring.js';
import { hasOwnFile } from '../../secret/keyring-of.js';
import { adoptNextSecret, offerNextSecret } from '../../secret/next-secret.js';
import { type Replaced, replaceSecret } from '../../secret/replace-secret.js';
import { SECRET_FILE } from '../../secret/secret-file.js';
import { StoreError } from '../../store/store-error.js';
import type { Office } from '../office.js';
import { conflict, unfit } from '../refusal.js';

/** `ownFile`: where the new secret is, when the gateway keeps it itself. */
export type Rotated = Replaced & { readonly ownFile?: string };

/** The new secret that somebody gives, and the file that it is from. */
export interface GivenSecret {
  readonly secret: string;
  readonly file: string;
}

/** Throws `Refusal` when a new secret has to be given, and `ConfigError` for one that is too weak. */
export function checkNewSecret(config: Config, given: GivenSecret | undefined): void {
  if (given === undefined && !hasOwnFile(config)) throw unfit('the secret is not in the data directory: give --new-secret-file');
  if (given !== undefined && !isStrongSecret(given.secret)) throw new ConfigError(`${given.file}:`, 'the secret is shorter than 32 bytes');
}

/** Puts the store under a secret that was given, or a new one. Throws `Refusal`, `StoreError`, `ConfigError`. */
export async function rotateSecret({ store, keyring }: Office, config: Config, given: GivenSecret | undefined): Promise<Rotated> {
  checkNewSecret(config, given);
  const ring = await keyring();
  if (given !== undefined) checkNew(ring, given.secret);
  if (!hasOwnFile(config)) return replaceSecret(store, ring, given!.secret);
  const secret = offered(config.data, ring, given?.secret);
  const replaced = await replaceSecret(store, ring, secret);
  adoptNextSecret(config.data);
  return { ...replaced, ownFile: path.join(config.data, SECRET_FILE) };
}

/** The next secret, on disk before anything is sealed under it: that of a rotation that did not come to its end, if there was one. */
function offered(data: string, keyring: Keyring, given: string | undefined): string {
  const secret = offerNextSecret(data, given);
  if (secret === undefined) throw new StoreError('busy', 'another process is rotating the secret');
  if (given !== undefined && secret !== given)
    throw conflict(`${data} holds a secret.new of a rotation that did not end: run it without --new-secret-file to end it`);
  if (!isStrongSecret(secret)) throw new ConfigError(data, 'holds a secret.new that is shorter than 32 bytes');
  checkNew(keyring, secret);
  return secret;
}

function checkNew(keyring: Keyring, secret: string): void {
  try {
    keyring.successor(secret, 0);
  } catch (error) {
    throw error instanceof RangeError ? conflict(`the new secret is not new: ${error.message.replace(/^the secret/, 'it')}`) : error;
  }
}
