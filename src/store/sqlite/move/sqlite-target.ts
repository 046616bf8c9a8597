import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DATABASE_FILE } from '../../files/file-owner.js';
import type { Cells, MovedTable, Piece } from '../../move/moved-table.js';
import type { MoveTarget } from '../../move/sides.js';
import { StoreError } from '../../store-error.js';
import { openForWriting } from '../connection/connection.js';
import { asStoreError } from '../connection/failure.js';
import { makeFile } from '../files/data-files.js';
import { migrate } from '../migrations/migrate.js';
import { columnsOf, sqliteRows, sqliteValue } from './sqlite-rows.js';

interface Trigger {
  readonly name: string;
  readonly sql: string;
}

/** Makes a store in a directory that has none, for `work` to fill. What is not kept is to be removed by the caller. Throws `StoreError`. */
export async function withSqliteTarget<T>(directory: string, work: (target: MoveTarget) => Promise<T>): Promise<T> {
  try {
    const file = join(directory, DATABASE_FILE);
    makeFile(file);
    const db = openForWriting(file);
    try {
      migrate(db);
      // Looked at when all is there.
      db.pragma('foreign_keys = OFF');
      db.exec('BEGIN IMMEDIATE');
      return await work(new SqliteTarget(db));
    } finally {
      db.close();
    }
  } catch (error) {
    throw asStoreError(error, 'move');
  }
}

class SqliteTarget implements MoveTarget {
  private readonly triggers: readonly Trigger[];

  /** Triggers count and refuse what a gateway does, and these rows are counted already. */
  constructor(private readonly db: Database) {
    this.triggers = db.prepare<[], Trigger>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    for (const { name } of this.triggers) db.exec(`DROP TRIGGER "${name}"`);
  }

  rows(table: MovedTable): AsyncIterable<readonly Cells[]> {
    return sqliteRows(this.db, table);
  }

  async write(table: MovedTable, pieces: AsyncIterable<Piece>): Promise<void> {
    const { name, columns, isSeeded } = table;
    if (isSeeded) this.db.exec(`DELETE FROM "${name}"`);
    const insert = this.db.prepare(`INSERT INTO "${name}" (${columnsOf(table)}) VALUES (${columns.map(() => '?').join(', ')})`);
    for await (const { rows } of pieces) {
      for (const row of rows) insert.run(row.map((cell, at) => sqliteValue(columns[at]!, cell)));
    }
  }

  async goOnAfter(tables: readonly MovedTable[], numbers: ReadonlyMap<string, bigint>): Promise<void> {
    const listed = this.db.prepare<[], string>('SELECT name FROM sqlite_sequence').pluck().all();
    for (const { name } of tables) {
      const number = numbers.get(name);
      if (number === undefined) continue;
      if (name === 'results') this.db.prepare('UPDATE result_numbers SET last = max(last, ?)').run(number);
      else if (listed.includes(name)) this.db.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?').run(number, name);
      else if (this.countsOn(name)) this.db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, number);
    }
  }

  async keep(): Promise<void> {
    const loose = this.db.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').get();
    if (loose !== undefined)
      throw new StoreError('failed', `move: the table ${loose.table} refers to rows of ${loose.parent} that are not there`);
    for (const { sql } of this.triggers) this.db.exec(sql);
    this.db.exec('COMMIT');
    // All of it is in the database itself, without a log beside it.
    this.db.pragma('wal_checkpoint(TRUNCATE)');
    this.db.close();
  }

  /** Whether SQLite never gives a number of this table twice. */
  private countsOn(table: string): boolean {
    return this.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'").get(table) !== undefined;
  }
}
