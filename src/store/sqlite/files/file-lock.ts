import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { systemCode } from '../../files/system-code.js';
import { StoreError } from '../../store-error.js';
import { openDatabase } from '../connection/open-database.js';
import { makeFile } from './data-files.js';

/**
 * One holder at a time, over processes: a lock on an empty file beside the database. The system releases it when the process ends,
 * however that is; neither a clock nor a process id comes into it.
 */
export class FileLock {
  private constructor(private readonly db: Database) {}

  /**
   * `name`: of the file, in the directory of the database. Undefined when another holds it. Throws errors of the system, and `StoreError`
   * when it is no lock, which says nothing about the database.
   */
  static take(databaseFile: string, name: string): FileLock | undefined {
    const file = join(dirname(databaseFile), name);
    makeFile(file);
    const db = openDatabase(file, { timeout: 0 });
    try {
      // Nothing goes to the disk, which may be full.
      db.pragma('journal_mode = MEMORY');
      // Not EXCLUSIVE: of two who begin at once, each would find the other one looking, and neither would get it.
      db.exec('BEGIN IMMEDIATE');
      return new FileLock(db);
    } catch (error) {
      db.close();
      const code = systemCode(error);
      if (code.startsWith('SQLITE_BUSY')) return undefined;
      // SQLite says so of an empty file too when the disk does not give it.
      if (code === 'SQLITE_CORRUPT') throw new StoreError('io', `${name}: the disk does not read`);
      if (code === 'SQLITE_NOTADB') {
        throw new StoreError('failed', `${file} is a lock, and holds something: remove it while no gateway and no command runs`);
      }
      throw error;
    }
  }

  release(): void {
    this.db.close();
  }
}
