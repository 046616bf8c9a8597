import type { EventEmitter } from 'node:events';

/** Who is at the other end of a connection, as far as the connection tells. */
export interface Caller {
  /**
   * Address that limits are counted by. Absent when it says nothing: this machine itself, or a proxy that does not say for whom it calls.
   */
  readonly address?: string;
  /** Of which it was proven that the caller has the key; absent when there is none, or nobody whom we trust signed it. */
  readonly certificate?: ClientCertificate;
  /** What it called over, for `markProven`; tells nothing of who it is. */
  readonly connection?: EventEmitter;
}

/** What of a client certificate counts. */
export interface ClientCertificate {
  /** SHA-256 of the DER form, lower-case hex. */
  readonly fingerprint: string;
  /** The organisation (organisatie-identificatienummer): serialNumber of the subject, when that is 20 digits. */
  readonly oin?: string;
}
