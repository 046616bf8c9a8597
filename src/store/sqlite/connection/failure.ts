import { systemCode } from '../../files/system-code.js';
import { StoreError, type StoreErrorCode } from '../../store-error.js';

/** Says what reading the database fails with, when it is the disk: `DiskReads`. */
export interface ReadFailures {
  failure(): string | undefined;
}

/**
 * Any error as a `StoreError`. `what` names the work in hand. Messages of SQLite name tables and columns, never values;
 * those of other errors are not taken over, since they might. `disk`: asked when SQLite says that the database is damaged.
 */
export function asStoreError(error: unknown, what: string, disk?: ReadFailures): StoreError {
  if (error instanceof StoreError) return error;
  const code = systemCode(error);
  const unread = code === 'SQLITE_CORRUPT' ? disk?.failure() : undefined;
  if (unread !== undefined) return new StoreError('io', `${what}: the disk does not read (${unread})`, { cause: error });
  if (code.startsWith('SQLITE_')) {
    // SQLite itself says "database or disk is full", which sounds like a bound on the database.
    const reason = FULL.has(code) ? 'the disk is full' : (error as Error).message;
    return new StoreError(codeOf(code), `${what}: ${reason} (${code})`, { cause: error });
  }
  return new StoreError(codeOf(code), `${what}: ${code || (error instanceof Error ? error.name : 'unknown error')}`);
}

/** SHMSIZE: no room for the index of the write-ahead log. */
const FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);
/** A file that ends before it should was cut off. CORRUPTFS is not among them: so SQLite calls EIO and ENXIO. */
const DAMAGED: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_IOERR_SHORT_READ', 'SQLITE_IOERR_DATA']);

function codeOf(code: string): StoreErrorCode {
  if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE') return 'duplicate';
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return 'unknown';
  if (FULL.has(code)) return 'full';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (code.startsWith('SQLITE_CORRUPT') || DAMAGED.has(code)) return 'corrupt';
  if (code === 'SQLITE_READONLY_DBMOVED') return 'moved';
  if (/^(?:SQLITE_(?:IOERR|CANTOPEN|READONLY|PERM)|E(?:IO|ROFS|ACCES|PERM)$)/.test(code)) return 'io';
  return 'failed';
}
