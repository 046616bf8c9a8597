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

/** The same values under another secret. */
export interface NewSecret extends SealedValues {
  /** Where the audit ended when the values were read: it goes on whenever one of them changes. */
  readonly head: AuditHead;
  readonly fingerprint: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** Seals the audit up to `head` under the new secret. */
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
  sealedValues(): Promise<SealedValues & { readonly head: AuditHead }>;
  /**
   * Puts everything under another secret, all of it or nothing. True when nothing of what was there is in the write-ahead log either;
   * false when another process is reading. Throws `StoreError('busy')` when the audit went on since `head`, and as
   * `AuditStore.checkAuditSeals`.
   */
  replaceSecret(change: NewSecret): Promise<boolean>;
}
