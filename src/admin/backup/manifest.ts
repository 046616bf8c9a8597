import type { SealHead } from '../../store/audit-chain.js';

export const BACKUP_FORMAT = 'uwlr backup 1';
export const MANIFEST = 'manifest.json';

/** Names of what is in a backup beside the manifest. */
export const DATABASE = 'uwlr.db';
export const SECRET = 'secret';
export const SETTINGS = 'uwlr.json';

export interface BackedUpFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What a backup holds: first in the archive. */
export interface Manifest {
  readonly format: typeof BACKUP_FORMAT;
  /** Version of the gateway that made it. */
  readonly version: string;
  /** ISO instant that the copy is of. */
  readonly moment: string;
  /** The last seal of the audit in it. */
  readonly seal?: SealHead;
  /** Fingerprint of the secret that it was made under. Absent: the secret was not at hand. */
  readonly secretFingerprint?: string;
  readonly files: readonly BackedUpFile[];
}

/** Undefined: not one that this version of the gateway can read. */
export function manifestOf(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return manifest.format === BACKUP_FORMAT && Array.isArray(manifest.files) ? manifest : undefined;
  } catch {
    return undefined;
  }
}
