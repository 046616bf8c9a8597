import type { AuditHead } from './audit-chain.js';
import type { OutsideHead, SealSigner } from './audit-seal.js';

/** What a store keeps of the secret of its gateway. */
export interface GatewayKeys {
  /** Names the secret. Absent: it was never replaced, so that nothing tells one from another. */
  readonly fingerprint?: string;
  /** Keys that outlive the secret, wrapped with it, by name. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** Everything that is sealed under the secret itself. By id of a school, klantcode of a party, id of a credential, and id of a target. */
export interface SealedValues {
  readonly schoolKeys: ReadonlyMap<string, Uint8Array>;
  readonly connections: ReadonlyMap<string, Uint8Array>;
  readonly credentials: ReadonlyMap<string, Uint8Array>;
  readonly targets: ReadonlyMap<string, Uint8Array>;
}

/** The values with the moment that they are of. */
export interface SealedReading extends SealedValues {
  /** Number of the last change of any of them. Messages, reads and what else is written change none. */
  readonly changes: number;
  /** Where the audit ended. */
  readonly head: AuditHead;
}

/** The same values under another secret. */
export interface NewSecret extends SealedReading {
  readonly fingerprint: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** Seals the audit under the new secret, up to `head` at least. Seals under the one before count up to `head`. */
  readonly signer: SealSigner;
}

/** How a process that holds the secret seals the audit. */
export interface Sealing {
  readonly signer: SealSigner;
  readonly outside: OutsideHead;
}

/** The part of the store that knows under which secret things are sealed, without knowing the secret. */
export interface SecretStore {
  gatewayKeys(): Promise<GatewayKeys>;
  /**
   * Says which secret (by its fingerprint) whatever is written here is sealed under, from now on. When the store gets another one,
   * `directory` and all writes of what is sealed throw `StoreError('secret')`: what this process holds is of no use then. `sealing`:
   * how it seals the audit; without it, it cannot.
   */
  useSecret(fingerprint: string, sealing?: Sealing): void;
  /** Destroyed keys of schools are left out. */
  sealedValues(): Promise<SealedReading>;
  /**
   * Puts everything under another secret, all of it or nothing. True when nothing of what was there is in the write-ahead log either;
   * false when another process is reading. Others may be writing: throws `StoreError('busy')` only when one of the values was changed since
   * `changes`, or the audit was sealed since `head`; and as `AuditStore.checkAuditSeals`.
   */
  replaceSecret(change: NewSecret): Promise<boolean>;
}
