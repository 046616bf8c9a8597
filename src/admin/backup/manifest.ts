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

const NAMES: readonly string[] = [DATABASE, SECRET, SETTINGS];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Undefined: not one that this version of the gateway can read. Nothing of it is trusted: a manifest may come from anybody. */
export function manifestOf(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Partial<Manifest>;
    const { format, moment, files, secretFingerprint } = manifest;
    if (format !== BACKUP_FORMAT || typeof moment !== 'string' || !INSTANT.test(moment) || !Array.isArray(files)) return undefined;
    if (secretFingerprint !== undefined && typeof secretFingerprint !== 'string') return undefined;
    const names = (files as readonly BackedUpFile[]).map(({ name }) => name);
    const isKnown = names.every((name) => NAMES.includes(name)) && new Set(names).size === names.length && names.includes(DATABASE);
    return isKnown ? (manifest as Manifest) : undefined;
  } catch {
    return undefined;
  }
}
