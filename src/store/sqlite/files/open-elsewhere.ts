import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../files/file-owner.js';
import { systemCode } from '../../files/system-code.js';
import { enter } from '../connection/database-use.js';
import { openDatabase } from '../connection/open-database.js';

/**
 * Whether another process has the database of a directory open. What it writes after another database took that place would be lost, and
 * when it ends it removes the log that then stands there. False as well for a database that is missing, damaged, or cannot be opened.
 */
export function isOpenElsewhere(directory: string): boolean {
  const file = join(directory, DATABASE_FILE);
  if (!existsSync(file)) return false;
  try {
    const leave = enter(file);
    try {
      return !isFree(file);
    } finally {
      leave();
    }
  } catch {
    return false;
  }
}

/** Each connection to a database with a write-ahead log holds a shared lock on it for as long as it is open. */
function isFree(file: string): boolean {
  const db = openDatabase(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    db.exec('ROLLBACK');
    return true;
  } catch (error) {
    return !systemCode(error).startsWith('SQLITE_BUSY');
  } finally {
    db.close();
  }
}
