import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';

/** A larger file would hold up the start for longer than a second. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Throws `StoreError('corrupt')` when a database is damaged: pages that are not what others say of them, rows that are cut off. Takes four
 * milliseconds per mebibyte, so a large one is not looked at; `diagnose` does.
 */
export function refuseDamage(db: Database): void {
  const size = (name: string) => Number(db.pragma(name, { simple: true }));
  if (size('page_count') * size('page_size') > MOST_BYTES) return;
  if (db.pragma('quick_check(1)', { simple: true }) === 'ok') return;
  throw new StoreError('corrupt', 'the database is damaged: keep a copy of the data directory and restore a backup');
}
