import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { SealHead } from '../../audit-chain.js';
import { DATABASE_FILE } from '../../files/file-owner.js';
import { refuseWhileRestored } from '../../files/restore-marker.js';
import { StoreError } from '../../store-error.js';
import { sealHead } from '../../tables/audit/audit-seals.js';
import { openForReading } from '../connection/connection.js';
import { enter } from '../connection/database-use.js';
import { asStoreError } from '../connection/failure.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { missing } from '../migrations/migrate.js';
import { makeFile } from './data-files.js';

const PAGES_AT_ONCE = 1_000;

/** What is in a copy of a database. */
export interface CopiedStore {
  /** How many migrations it lacks: 0 for one of this version. */
  readonly lacks: number;
  /** The last seal of its audit. Absent: there is none, or it is of a version before there were any. */
  readonly seal?: SealHead;
}

/** Told how many pages of how many are copied. */
export type CopyProgress = (done: number, total: number) => void;

/**
 * Copies the database of a data directory to a new file (0600), as it is at one moment: whoever writes meanwhile goes on, and is not in it.
 * Nothing is migrated. Throws `StoreError`.
 */
export async function copyDatabase(directory: string, to: string, progress: CopyProgress): Promise<void> {
  const file = join(directory, DATABASE_FILE);
  if (!existsSync(file)) throw new StoreError('unknown', `${directory} holds no store`);
  refuseWhileRestored(directory);
  const leave = enter(file);
  try {
    const db = openForReading(file);
    try {
      makeFile(to);
      // A transaction that reads: without it, the copy would begin again with each commit of another process.
      db.exec('BEGIN');
      db.prepare('SELECT 1 FROM sqlite_schema').all();
      await db.backup(to, {
        progress: ({ totalPages, remainingPages }) => {
          progress(totalPages - remainingPages, totalPages);
          return PAGES_AT_ONCE;
        },
      });
    } finally {
      db.close();
    }
  } catch (error) {
    throw asStoreError(error, 'backup');
  } finally {
    leave();
  }
}

/** Whether the store in a data directory is of this version of the gateway: one that is not would be migrated when it is opened. */
export function isOfThisVersion(directory: string): boolean {
  refuseWhileRestored(directory);
  const file = join(directory, DATABASE_FILE);
  const leave = enter(file);
  try {
    const db = openForReading(file);
    try {
      return missing(db).length === 0;
    } finally {
      db.close();
    }
  } catch (error) {
    throw asStoreError(error, 'open');
  } finally {
    leave();
  }
}

/** Goes over every page of a copy that nobody else has open. Throws `StoreError('corrupt')` when it is damaged, or of a newer version. */
export function checkCopy(file: string): CopiedStore {
  try {
    const db = new SqliteDatabase(file, { fileMustExist: true });
    try {
      if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok')
        throw new StoreError('corrupt', 'the copy of the database is damaged');
      const lacks = missing(db).length;
      const seal = lacks > 0 ? undefined : lastSeal(db);
      return { lacks, ...supplied({ seal }) };
    } finally {
      db.close();
    }
  } catch (error) {
    throw asStoreError(error, 'backup');
  }
}

function lastSeal(db: Database): SealHead | undefined {
  const seal = new ScriptRunner(db).read(sealHead());
  return seal.number === 0 ? undefined : seal;
}
