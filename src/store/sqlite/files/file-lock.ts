import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { systemCode } from '../connection/failure.js';
import { openDatabase } from '../connection/open-database.js';
import { makeFile } from './data-files.js';

/**
 * One holder at a time, over processes: a lock on an empty file beside the database. The system releases it when the process ends,
 * however that is; neither a clock nor a process id comes into it.
 */
export class FileLock {
  private constructor(private readonly db: Database) {}

  /** `name`: of the file, in the directory of the database. Undefined when another holds it. Throws errors of the system. */
  static take(databaseFile: string, name: string): FileLock | undefined {
    const file = join(dirname(databaseFile), name);
    makeFile(file);
    const db = openDatabase(file, { timeout: 0 });
    try {
      // Nothing goes to the disk, which may be full.
      db.pragma('journal_mode = MEMORY');
      db.exec('BEGIN EXCLUSIVE');
      return new FileLock(db);
    } catch (error) {
      db.close();
      if (systemCode(error).startsWith('SQLITE_BUSY')) return undefined;
      throw error;
    }
  }

  release(): void {
    this.db.close();
  }
}
