import type { Keyring } from '../privacy/keys/keyring.js';
import type { SealedValues } from '../store/secret-store.js';
import type { Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import { sealSigner } from './audit-seal.js';

/** What is sealed changes some times a day, the audit is sealed once a minute, and a try takes some milliseconds. */
const MOST_TRIES = 20;

export interface Replaced {
  readonly schools: number;
  readonly connections: number;
  readonly credentials: number;
  readonly targets: number;
  /** True: what was sealed under the old secret is in the log of the database for as long as another process reads it. */
  readonly inLog: boolean;
}

/**
 * Puts everything that is sealed in a store under another secret. `keyring` is that of the present one. All or nothing: when it throws,
 * nothing was changed. Throws `StoreError`: `busy` when others kept changing what is sealed, `secret` when another process replaced it;
 * `SealError` when something does not open; `RangeError` as `Keyring.successor`.
 */
export async function replaceSecret(store: Store, keyring: Keyring, secret: string): Promise<Replaced> {
  for (let tries = 1; ; tries++) {
    try {
      return await replaceOnce(store, keyring, secret);
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'busy') || tries === MOST_TRIES) throw error;
    }
  }
}

async function replaceOnce(store: Store, keyring: Keyring, secret: string): Promise<Replaced> {
  // Refuses when another process was first.
  await store.directory();
  const { changes, head, ...values } = await store.sealedValues();
  const { keyring: next, wrapped } = keyring.successor(secret, head.seq);
  const emptied = await store.replaceSecret({
    changes,
    head,
    fingerprint: next.fingerprint,
    keys: wrapped,
    signer: sealSigner(next),
    ...resealed(values, keyring, next),
  });
  const { schoolKeys, connections, credentials, targets } = values;
  return {
    schools: schoolKeys.size,
    connections: connections.size,
    credentials: credentials.size,
    targets: targets.size,
    inLog: !emptied,
  };
}

function resealed({ schoolKeys, connections, credentials, targets }: SealedValues, from: Keyring, to: Keyring): SealedValues {
  const anew = (sealed: Uint8Array) => to.sealSecret(from.openSecret(sealed));
  return {
    schoolKeys: mapped(schoolKeys, (wrapped, school) => from.rewrapSchoolKey(school, wrapped, to)),
    connections: mapped(connections, anew),
    credentials: mapped(credentials, anew),
    targets: mapped(targets, anew),
  };
}

function mapped(values: ReadonlyMap<string, Uint8Array>, make: (value: Uint8Array, id: string) => Uint8Array): Map<string, Uint8Array> {
  return new Map([...values].map(([id, value]) => [id, make(value, id)]));
}
