import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { DiskReads } from '../files/disk-reads.js';

/** A larger file would hold up the start for longer than a second. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Throws `StoreError('corrupt')` when a database is damaged: pages that are not what others say of them, rows that are cut off. Takes four
 * milliseconds per mebibyte, so a large one is not looked at; `diagnose` does. Throws `StoreError('io')` when it is the disk.
 */
export function refuseDamage(db: Database): void {
  const size = (name: string) => Number(db.pragma(name, { simple: true }));
  if (size('page_count') * size('page_size') > MOST_BYTES) return;
  if (!isDamaged(db)) return;
  throw new StoreError('corrupt', 'the database is damaged: keep a copy of the data directory and restore a backup');
}

/** Whether `quick_check` finds anything. Throws SQLite's errors, and `StoreError('io')` when the disk does not read: it says the same of both. */
export function isDamaged(db: Database): boolean {
  if (db.pragma('quick_check(1)', { simple: true }) === 'ok') return false;
  const unread = new DiskReads(db.name).failure();
  if (unread !== undefined) throw new StoreError('io', `the disk does not read (${unread})`);
  return true;
}
