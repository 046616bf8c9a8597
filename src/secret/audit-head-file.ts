import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '../config/config-error.js';
import type { SealHead } from '../store/audit-chain.js';
import type { OutsideHead } from '../store/audit-seal.js';
import { replaceDurably } from '../store/files/durable-file.js';
import { StoreError } from '../store/store-error.js';

/** Name of the file in the data directory with the last seal of the audit, when no setting gives another. */
export const AUDIT_HEAD_FILE = 'audit.head';

const LINE = /^(\d{1,15}) ([0-9a-f]{64})\n?$/;

/** Where the last seal of the audit is kept by these settings. */
export function auditHeadFile({ data, auditHead }: { readonly data: string; readonly auditHead?: string }): string {
  return auditHead ?? path.join(data, AUDIT_HEAD_FILE);
}

/**
 * Keeps the last seal of the audit in a file beside the database: its number and its hash, on one line. Throws
 * `ConfigError('UWLR_AUDIT_HEAD')` when it cannot be read or written, or holds something else; `StoreError('full')` when there is no room.
 */
export class AuditHeadFile implements OutsideHead {
  constructor(private readonly file: string) {}

  async read(): Promise<SealHead | undefined> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new ConfigError('UWLR_AUDIT_HEAD', `names a file that cannot be read (${code ?? 'error'})`);
    }
    const [, number, hash] = LINE.exec(text) ?? [];
    if (number === undefined || hash === undefined)
      throw new ConfigError(
        'UWLR_AUDIT_HEAD',
        'names a file that does not hold the number and the hash of a seal: put the right one back, or remove it and say: uwlr audit accept-restored',
      );
    return { number: Number(number), hash };
  }

  async write({ number, hash }: SealHead): Promise<void> {
    try {
      await replaceDurably(this.file, `${number} ${hash}\n`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new StoreError('full', 'audit: the disk that the last seal is kept on is full');
      throw new ConfigError('UWLR_AUDIT_HEAD', `names a file that cannot be written (${code ?? 'error'})`);
    }
  }
}
