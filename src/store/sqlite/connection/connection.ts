import type { Database } from 'better-sqlite3';
import { systemCode } from '../../files/system-code.js';
import { StoreError } from '../../store-error.js';
import { makeShrinkable } from '../files/file-space.js';
import { openDatabase } from './open-database.js';

/** How long a writer that is being opened waits for another process; later, see `Patience`. */
const WRITE_WAIT_MS = 30_000;
/** Readers wait for no one in WAL mode, except for a recovery after a crash. */
const READ_WAIT_MS = 5_000;
const MEBIBYTE = 1024 * 1024;

/**
 * Opens the connection that writes. Only for a thread that may block. Turns a new file into WAL mode; throws SQLite's
 * errors, and `StoreError('failed')` when the file system cannot do WAL.
 */
export function openForWriting(file: string): Database {
  const db = openDatabase(file, { fileMustExist: true, timeout: WRITE_WAIT_MS });
  makeShrinkable(db);
  useWal(db);
  // FULL: the log is synced at each commit, which is what an answer to the sender stands on.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // What is overwritten or deleted is gone from the file too, not only from the tables.
  db.pragma('secure_delete = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  // In KiB. SQLite walks through all pages that it keeps at nearly each commit: more than these take more time than they save, and memory.
  db.pragma('cache_size = -16384');
  // In pages, 66 MB. A page that changed more than once since the last checkpoint is copied into the database once.
  db.pragma('wal_autocheckpoint = 16000');
  // A big message leaves a big log behind: it is cut back when the log starts over.
  db.pragma(`journal_size_limit = ${64 * MEBIBYTE}`);
  return db;
}

/**
 * Opens a connection that cannot write, beside one that can. `isMapped`: for long reads. Pages are then read where they are in memory, but the
 * first read after each write by anybody maps the file anew, which takes longer than a short read does. Throws SQLite's errors.
 */
export function openForReading(file: string, isMapped = false): Database {
  const db = openDatabase(file, { fileMustExist: true, timeout: READ_WAIT_MS });
  db.pragma('query_only = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -16384');
  if (isMapped) db.pragma(`mmap_size = ${256 * MEBIBYTE}`);
  return db;
}

/** SQLite does not wait for its locks when it changes the journal mode: two processes on a new file must retry. */
function useWal(db: Database): void {
  const deadline = Date.now() + WRITE_WAIT_MS;
  for (;;) {
    try {
      const mode = db.pragma('journal_mode = WAL', { simple: true });
      if (mode !== 'wal') throw new StoreError('failed', 'the file system of the data directory cannot do write-ahead logging');
      return;
    } catch (error) {
      if (!systemCode(error).startsWith('SQLITE_BUSY') || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
