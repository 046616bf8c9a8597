import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { type MovedSum, moveTables } from '../../src/store/move/move-tables.js';
import type { Cells, MovedTable } from '../../src/store/move/moved-table.js';
import type { MoveTarget } from '../../src/store/move/sides.js';
import { reopenPostgres, withPostgresSource } from '../../src/store/postgres/move/postgres-source.js';
import { withPostgresTarget } from '../../src/store/postgres/move/postgres-target.js';
import { migrate } from '../../src/store/postgres/schema/migrate.js';
import { movedTables } from '../../src/store/sqlite/move/moved-tables.js';
import { withSqliteSource } from '../../src/store/sqlite/move/sqlite-source.js';
import { withSqliteTarget } from '../../src/store/sqlite/move/sqlite-target.js';
import { StoreError } from '../../src/store/store-error.js';
import { layEmptyStore } from '../support/empty-store.js';
import { describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';
import { fillAnyhow } from './support/any-rows.js';
import { temporaryDirectory } from './support/temporary.js';

const tables = movedTables();
const silent = () => undefined;

await describePostgres('a store that moves between SQLite and PostgreSQL', () => {
  let directory: string;
  let database: TestDatabase;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    database = await emptyDatabase();
    await layEmptyStore(path.join(directory, 'from'));
  });

  afterEach(async () => {
    await database.remove();
    await rm(directory, { recursive: true, force: true });
  });

  const from = () => path.join(directory, 'from');
  const change = (work: (db: SqliteDatabase.Database) => void) => {
    const db = new SqliteDatabase(path.join(from(), 'uwlr.db'));
    work(db);
    db.close();
  };
  const toPostgres = (rows?: (target: MoveTarget, table: MovedTable) => AsyncIterable<readonly Cells[]>) =>
    withSqliteSource(from(), (source) =>
      withPostgresTarget(database.url, tables, (target) => {
        const other = { rows: (table: MovedTable) => (rows ?? ((of) => of.rows(table)))(target, table) };
        return moveTables(source, Object.assign(Object.create(target) as MoveTarget, other), tables, silent);
      }),
    );
  const toSqlite = (name: string, write?: MoveTarget['write']) => {
    mkdirSync(path.join(directory, name));
    return withPostgresSource(database.url, tables, (source) =>
      withSqliteTarget(path.join(directory, name), (target) =>
        moveTables(source, write === undefined ? target : Object.assign(Object.create(target) as MoveTarget, { write }), tables, silent),
      ),
    );
  };
  const digests = (sums: readonly MovedSum[]) => Object.fromEntries(sums.map(({ table, rows, sha256 }) => [table, `${rows} ${sha256}`]));

  const anyhow = (rowsEach: number) =>
    change((db) =>
      fillAnyhow(
        db,
        tables.map(({ name }) => name),
        rowsEach,
      ),
    );
  const inPostgres = (sql: string) => onDatabase(database.url, async (client) => (await client.query(sql)).rows as unknown[]);
  const migrated = () => onDatabase(database.url, (client) => migrate(client));
  /** Tables with rows, of those that are empty in a new store. */
  const filledInPostgres = () =>
    onDatabase(database.url, async (client) => {
      const filled: string[] = [];
      for (const { name } of tables.filter(({ isSeeded }) => !isSeeded))
        if ((await client.query(`SELECT 1 FROM ${name} LIMIT 1`)).rowCount! > 0) filled.push(name);
      return filled;
    });

  test('is the same there, and back again: every table, whatever is in it', async () => {
    anyhow(40);
    const there = await toPostgres();
    expect(there.filter(({ rows }) => rows === 0)).toEqual([]);
    const back = await toSqlite('back');
    expect(digests(back)).toEqual(digests(there));
    const schema = (name: string) => {
      const db = new SqliteDatabase(path.join(directory, name, 'uwlr.db'), { readonly: true });
      const all = db.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY name").all();
      db.close();
      return all;
    };
    expect(schema('back')).toEqual(schema('from'));
  });

  test('gives out no number twice, also where the row with the last one is gone', async () => {
    anyhow(3);
    change((db) => {
      db.exec("DELETE FROM annotations; UPDATE result_numbers SET last = 500; UPDATE sqlite_sequence SET seq = 70 WHERE name = 'outbox'");
    });
    await toPostgres();
    const next = async (table: string, column = 'seq') =>
      ((await inPostgres(`SELECT nextval(pg_get_serial_sequence('${table}', '${column}')) AS n`)) as { n: string }[])[0]!.n;
    expect(await next('annotations')).toBe('10');
    expect(await next('outbox')).toBe('71');
    expect(await next('results')).toBe('501');
    expect(await next('learners')).toBe('10');
    expect(await next('schools', 'place')).toBe('4');
    await toSqlite('back');
    const db = new SqliteDatabase(path.join(directory, 'back', 'uwlr.db'));
    const given = db.prepare("SELECT name, seq FROM sqlite_sequence WHERE name IN ('annotations', 'outbox') ORDER BY name").raw().all();
    expect(given).toEqual([
      ['annotations', 10],
      ['outbox', 71],
    ]);
    expect(db.prepare('SELECT last FROM result_numbers').pluck().get()).toBe(501);
    db.close();
  });

  test('counts and refuses in PostgreSQL as any other store', async () => {
    anyhow(3);
    await toPostgres();
    const version = async () => ((await inPostgres('SELECT version FROM directory_version')) as { version: string }[])[0]!.version;
    const before = await version();
    await inPostgres("UPDATE schools SET name = 'other' WHERE place = 1");
    expect(BigInt(await version())).toBe(BigInt(before) + 1n);
    await expect(inPostgres("UPDATE audit SET actor = 'x'")).rejects.toThrow('an entry is never changed');
  });

  test('stays where it is when PostgreSQL cannot keep a text: the table and the row are named, and not what is in it', async () => {
    anyhow(3);
    change((db) => db.exec("UPDATE results SET own = 'verzonnen' || char(0) WHERE seq = 6"));
    const failure = await toPostgres().catch((error: StoreError) => error.message);
    expect(failure).toMatch(/column own of the table results .*NUL.*\(seq 6\)/);
    expect(failure).not.toContain('verzonnen');
    expect(await filledInPostgres()).toEqual([]);
    change((db) => db.exec("UPDATE results SET own = 'x' WHERE seq = 6; UPDATE erased_names SET digest = digest || char(0)"));
    await expect(toPostgres()).rejects.toThrow('row 1 in order of school, digest, erasure');
  });

  test('stays where it is when the connection is lost half way, and can be moved then', async () => {
    anyhow(3);
    const cut = async function* (target: MoveTarget, table: MovedTable) {
      if (table.name === 'results')
        await inPostgres(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      yield* target.rows(table);
    };
    await expect(toPostgres(cut)).rejects.toMatchObject({ code: 'gone' });
    expect(await filledInPostgres()).toEqual([]);
    await toPostgres();
    expect(await filledInPostgres()).toContain('results');
  });

  test('stays in PostgreSQL when the disk is full half way to SQLite, and can be moved then', async () => {
    anyhow(3);
    const MANY = 40_000;
    change((db) => {
      db.exec(`WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
        INSERT INTO results SELECT i, 1, CAST(i AS BLOB), 1, 0, 1, 0, 1, 1, 1, NULL, NULL, hex(zeroblob(100)) FROM n`);
    });
    await toPostgres();
    let pieces = 0;
    const full: MoveTarget['write'] = async ({ name }, rows) => {
      for await (const _ of rows) if (name === 'results' && ++pieces === 2) throw new StoreError('full', 'the disk is full');
    };
    await expect(toSqlite('first', full)).rejects.toMatchObject({ code: 'full' });
    expect((await toSqlite('second')).find(({ table }) => table === 'results')).toMatchObject({ rows: MANY - 100 + 1 + 3 });
  });

  test('stays where it is when what was written is not what was read', async () => {
    anyhow(3);
    const spoiled = async function* (target: MoveTarget, table: MovedTable) {
      for await (const rows of target.rows(table)) yield table.name === 'results' ? rows.slice(1) : rows;
    };
    await expect(toPostgres(spoiled)).rejects.toThrow('the table results has 2 rows in the place of 3');
    const changed = async function* (target: MoveTarget, table: MovedTable) {
      for await (const rows of target.rows(table)) yield table.name === 'results' ? rows.map(([, ...rest]) => ['1', ...rest]) : rows;
    };
    await expect(toPostgres(changed)).rejects.toThrow('the table results has other content');
    expect(await filledInPostgres()).toEqual([]);
  });

  test('goes to no database that has something in it, that somebody uses, or that is of another version', async () => {
    anyhow(3);
    await migrated();
    await inPostgres("INSERT INTO schools (id, name, created_at) VALUES ('99XX', 'a', '')");
    await expect(toPostgres()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('schools') });
    await inPostgres('DELETE FROM schools; DELETE FROM directory_changes');
    const other = new pg.Client({ connectionString: database.url, application_name: 'uwlr' });
    await other.connect();
    await expect(toPostgres()).rejects.toMatchObject({ code: 'in-use' });
    await other.end();
    await inPostgres("INSERT INTO migrations VALUES (30, 'newer', '', '', 0)");
    await expect(toPostgres()).rejects.toMatchObject({ code: 'schema' });
  });

  test('is refused in PostgreSQL once it moved away, until it is opened again', async () => {
    anyhow(1);
    await toPostgres();
    await withPostgresSource(database.url, tables, (source) => source.markMoved('sqlite:/elsewhere'));
    await expect(migrated()).rejects.toThrow('moved to sqlite:/elsewhere');
    expect(await reopenPostgres(database.url)).toBe(true);
    await migrated();
    expect(await reopenPostgres(database.url)).toBe(false);
  });
});
