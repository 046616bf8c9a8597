import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DATABASE_FILE } from '../../files/file-owner.js';
import { refuseWhileRestored } from '../../files/restore-marker.js';
import { systemCode } from '../../files/system-code.js';
import { MOVED, movedTo } from '../../move/moved-mark.js';
import type { Cells, MovedTable } from '../../move/moved-table.js';
import type { MoveSource } from '../../move/sides.js';
import { StoreError } from '../../store-error.js';
import { enter } from '../connection/database-use.js';
import { asStoreError } from '../connection/failure.js';
import { openDatabase } from '../connection/open-database.js';
import { missing } from '../migrations/migrate.js';
import { sqliteRows } from './sqlite-rows.js';

/** A process that is about to end may have it open that long. */
const WAIT_MS = 2_000;

/** Numbers that were given out, where something else than the rows of a table or SQLite's own list tells. */
const GIVEN_ELSEWHERE: readonly (readonly [table: string, sql: string])[] = [
  ['results', 'SELECT last FROM result_numbers'],
  ['audit', 'SELECT max(seq) FROM (SELECT seq FROM audit_heads UNION ALL SELECT seq FROM audit_start)'],
];

/**
 * Has the store of a data directory for itself while `work` runs. Throws `StoreError`: `unknown` when there is none, `in-use` when another
 * process has it open, `schema` when it was not brought up to date.
 */
export async function withSqliteSource<T>(directory: string, work: (source: MoveSource) => Promise<T>): Promise<T> {
  return alone(directory, async (db) => {
    if (missing(db).length > 0) throw new StoreError('schema', `the store in ${directory} is of an earlier version of the gateway`);
    return work(new SqliteSource(db));
  });
}

/** Takes the mark of a move away. False when there was none. Throws `StoreError`, see `withSqliteSource`. */
export function reopenSqlite(directory: string): Promise<boolean> {
  return alone(directory, async (db) => {
    const { changes } = db.prepare('DELETE FROM migrations WHERE number = ?').run(MOVED);
    db.exec('COMMIT');
    return changes > 0;
  });
}

/** Whether the store of a data directory was moved elsewhere; false also when there is none. Throws `StoreError`. */
export async function isMovedAway(directory: string): Promise<boolean> {
  if (!existsSync(join(directory, DATABASE_FILE))) return false;
  return alone(directory, async (db) => db.prepare('SELECT 1 FROM migrations WHERE number = ?').get(MOVED) !== undefined);
}

async function alone<T>(directory: string, work: (db: Database) => Promise<T>): Promise<T> {
  const file = join(directory, DATABASE_FILE);
  if (!existsSync(file)) throw new StoreError('unknown', `${directory} holds no store`);
  refuseWhileRestored(directory);
  const leave = enter(file);
  try {
    const db = openDatabase(file, { fileMustExist: true, timeout: WAIT_MS });
    try {
      // With a write-ahead log, nobody else can so much as read meanwhile.
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('synchronous = FULL');
      db.exec('BEGIN EXCLUSIVE');
      return await work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (systemCode(error).startsWith('SQLITE_BUSY'))
      throw new StoreError('in-use', `another command has the store in ${directory} open: wait until it ends`);
    throw asStoreError(error, 'move');
  } finally {
    leave();
  }
}

class SqliteSource implements MoveSource {
  constructor(private readonly db: Database) {}

  rows(table: MovedTable): AsyncIterable<readonly Cells[]> {
    return sqliteRows(this.db, table);
  }

  async count({ name }: MovedTable): Promise<number> {
    return this.db.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get()!;
  }

  async numbersGiven(tables: readonly MovedTable[]): Promise<ReadonlyMap<string, bigint>> {
    const given = new Map<string, bigint>();
    const add = (table: string, number: bigint | null): void => {
      if (number !== null && number > (given.get(table) ?? 0n)) given.set(table, number);
    };
    const listed = this.db.prepare<[], [string, bigint]>('SELECT name, seq FROM sqlite_sequence').raw().safeIntegers().all();
    for (const [table, number] of listed) if (tables.some(({ name }) => name === table)) add(table, number);
    for (const [table, sql] of GIVEN_ELSEWHERE) add(table, this.db.prepare<[], bigint | null>(sql).pluck().safeIntegers().get() ?? null);
    return given;
  }

  async markMoved(to: string): Promise<void> {
    this.db
      .prepare("INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, '', ?)")
      .run(MOVED, movedTo(to), new Date().toISOString());
    this.db.exec('COMMIT');
  }
}
