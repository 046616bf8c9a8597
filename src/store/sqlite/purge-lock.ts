import { dirname, join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { makeFile } from './data-files.js';
import { systemCode } from './failure.js';

/**
 * One purge at a time, over processes: a lock on an empty file beside the database. The system lets go of it when the process ends,
 * however that is; no clock comes into it.
 */
export class PurgeLock {
  private constructor(private readonly db: Database) {}

  /** Undefined when another holds it. */
  static take(databaseFile: string): PurgeLock | undefined {
    const file = join(dirname(databaseFile), 'purge.lock');
    makeFile(file);
    const db = new SqliteDatabase(file, { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
      return new PurgeLock(db);
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
