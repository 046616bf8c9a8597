import type { Secret } from '../config/secret.js';
import { isStrongSecret, Keyring } from '../privacy/keys/keyring.js';
import { SealError } from '../privacy/keys/seal-error.js';
import type { Store } from '../store/store.js';
import { AuditHeadFile, auditHeadFile } from './audit-head-file.js';
import { sealSigner } from './audit-seal.js';
import { adoptNextSecret, nextSecret } from './next-secret.js';
import { loadSecret } from './secret-file.js';

/** Where the secret comes from: see `loadSecret`. */
export interface SecretSource {
  readonly secret?: Secret;
  readonly secretFile?: string;
  readonly data: string;
  /** As `Config.auditHead`. Default: `audit.head` in the data directory. */
  readonly auditHead?: string;
}

/**
 * The keyring of these settings for this store; undefined when the store was put under another secret. Where the secret is the file in
 * the data directory, one that was replaced just before a crash takes its place. Makes the secret when there is none. From here on the
 * store refuses its directory when its secret is replaced, and seals its audit. Throws `ConfigError`.
 */
export async function keyringOf(source: SecretSource, store: Store): Promise<Keyring | undefined> {
  // Read first: it may be in the place of the other one a moment later.
  const next = hasOwnFile(source) ? nextSecret(source.data) : undefined;
  const present = await keyringFor(loadSecret(source), store);
  const keyring = present ?? (next !== undefined && isStrongSecret(next) ? await keyringFor(next, store) : undefined);
  if (keyring === undefined) return undefined;
  if (present === undefined) adoptNextSecret(source.data);
  store.useSecret(keyring.fingerprint, { signer: sealSigner(keyring), outside: new AuditHeadFile(auditHeadFile(source)) });
  return keyring;
}

/** Whether the secret is the file in the data directory, which is ours to replace. */
export function hasOwnFile({ secret, secretFile }: SecretSource): boolean {
  return secret === undefined && secretFile === undefined;
}

/** Whether the key of some school opens. A store whose secret was never replaced tells by nothing else. */
export async function opensSchools(store: Store, keyring: Keyring): Promise<boolean> {
  const { schools } = await store.directory();
  const school = [...schools.values()].find(({ keyDestroyedAt }) => keyDestroyedAt === undefined)?.id;
  return school === undefined || opensSchool(store, keyring, school);
}

/** Whether the key of a school opens; makes it when there is none yet. */
export async function opensSchool(store: Store, keyring: Keyring, school: string): Promise<boolean> {
  try {
    keyring.unwrapSchoolKey(school, await store.schoolKey(school, keyring.wrapSchoolKey(school)));
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

async function keyringFor(secret: string, store: Store): Promise<Keyring | undefined> {
  const { fingerprint, keys } = await store.gatewayKeys();
  try {
    const keyring = Keyring.fromSecret(secret, keys);
    return fingerprint === undefined || fingerprint === keyring.fingerprint ? keyring : undefined;
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
