import { expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import type pg from 'pg';
import { migrate as migratePostgres } from '../../src/store/postgres/schema/migrate.js';
import { STEPS } from '../../src/store/postgres/schema/steps.js';
import { migrate as migrateSqlite } from '../../src/store/sqlite/migrations/migrate.js';
import { bareDatabase, describePostgres, emptyDatabase, onDatabase } from '../support/postgres.js';

const TYPES: Readonly<Record<string, string>> = {
  TEXT: 'text COLLATE "C"',
  INTEGER: 'bigint',
  BLOB: 'bytea',
  REAL: 'double precision',
};

/** Facts of a schema, one line each, sorted. */
function sqliteFacts(): readonly string[] {
  const db = new SqliteDatabase(':memory:');
  migrateSqlite(db);
  const all = <Row>(sql: string, ...values: string[]) => db.prepare<string[], Row>(sql).all(...values);
  const facts = new Set<string>();
  const tables = all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'",
  );
  for (const { name: table } of tables) {
    const columns = all<{ name: string; type: string; notnull: number; pk: number }>('SELECT * FROM pragma_table_info(?)', table);
    for (const { name, type, notnull, pk } of columns) {
      facts.add(`${table}.${name} ${TYPES[type]}${notnull === 1 || pk > 0 ? ' not null' : ''}`);
    }
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
    if (key.length > 0) facts.add(`${table} primary key (${key.map(({ name }) => name).join(', ')})`);
    const indexes = all<{ name: string; unique: number; origin: string }>('SELECT * FROM pragma_index_list(?)', table);
    for (const { name, unique, origin } of indexes) {
      if (origin === 'pk') continue;
      const of = all<{ name: string }>('SELECT name FROM pragma_index_info(?) ORDER BY seqno', name).map((column) => column.name);
      const [sql] = all<{ sql: string | null }>('SELECT sql FROM sqlite_schema WHERE name = ?', name);
      const where = sql?.sql?.includes(' WHERE ') ? ' partial' : '';
      facts.add(`${table} ${unique === 1 ? 'unique' : 'index'} ${origin === 'c' ? name : ''}(${of.join(', ')})${where}`);
    }
    const links = new Map<number, { from: string[]; to: string[]; table: string; deletes: string }>();
    type Link = { id: number; table: string; from: string; to: string; on_delete: string };
    for (const { id, table: other, from, to, on_delete } of all<Link>('SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq', table)) {
      const link = links.get(id) ?? { from: [], to: [], table: other, deletes: on_delete };
      link.from.push(from);
      link.to.push(to);
      links.set(id, link);
    }
    for (const { from, to, table: other, deletes } of links.values()) {
      facts.add(`${table} (${from.join(', ')}) of ${other} (${to.join(', ')})${deletes === 'CASCADE' ? ' cascade' : ''}`);
    }
  }
  db.close();
  return [...facts].sort();
}

/** Indexes that say the number of a row, which is part of each index of SQLite, and those that only PostgreSQL has. */
const SAYS_SEQ =
  /^(?:exchanges_by_(?:school|party|stored_at|outcome)|assessments_current(?:_by_party)?|learners_unmatched|audit_by_school|results_by_source|erasures_by_school|erasure_notices_by_receiver|delivery_lanes_by_school|outbox_stuck|outbox_by_lane|annotations_by_(?:learner|class))$/;
const OWN = [
  'annotations index annotations_in_order(school, seq)',
  'erased_names index erased_names_by_erasure(erasure)',
  'erasure_notices index erasure_notices_by_erasure(erasure)',
  'results index results_by_exchange(exchange)',
];
/** All links of an activity: they go with it. */
const WHOLE = 'goal_links index goal_links_by_activity(activity)';

function asPostgres(fact: string): string {
  if (fact === `${WHOLE} partial`) return WHOLE;
  const [, before, name, columns, after] = /^(\w+ index )(\w+)\((.*)\)(.*)$/.exec(fact) ?? [];
  return name !== undefined && SAYS_SEQ.test(name) ? `${before}${name}(${columns}, seq)${after}` : fact;
}

/** Without `place`, see `Words.place`, and without what nodes count together, which SQLite has no need of. */
async function postgresFacts(client: pg.Client): Promise<readonly string[]> {
  const names = (of: string, numbers: string) =>
    `(SELECT string_agg(a.attname, ', ' ORDER BY n.pos) FROM unnest(${numbers}) WITH ORDINALITY n (number, pos) JOIN pg_attribute a ON a.attrelid = ${of} AND a.attnum = n.number)`;
  const { rows } = await client.query<{ fact: string }>(`
    WITH ours AS (SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p' AND relname <> 'migrations')
    SELECT o.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN l.collname = 'C' THEN ' COLLATE "C"' ELSE '' END
        || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS fact
      FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'place' LEFT JOIN pg_collation l ON l.oid = a.attcollation
    UNION ALL
    SELECT o.relname || ' primary key (' || ${names('o.oid', 'k.conkey')} || ')' FROM ours o JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype = 'p'
    UNION ALL
    SELECT o.relname || CASE WHEN i.indisunique THEN ' unique ' ELSE ' index ' END
        || CASE WHEN EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype = 'u') THEN '' ELSE c.relname END
        || '(' || ${names('o.oid', 'i.indkey::int2[]')} || ')' || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
      FROM ours o JOIN pg_index i ON i.indrelid = o.oid JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisprimary
    UNION ALL
    SELECT o.relname || ' (' || ${names('o.oid', 'k.conkey')} || ') of ' || k.confrelid::regclass || ' (' || ${names('k.confrelid', 'k.confkey')} || ')'
        || CASE WHEN k.confdeltype = 'c' THEN ' cascade' ELSE '' END
      FROM ours o JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype = 'f'`);
  return rows.map(({ fact }) => fact).sort();
}

await describePostgres('the schema of PostgreSQL', () => {
  test('has the tables, columns, keys and indexes of SQLite', async () => {
    const database = await emptyDatabase();
    const facts = await onDatabase(database.url, postgresFacts);
    await database.remove();
    expect(facts).toEqual([...sqliteFacts().map(asPostgres), ...OWN].sort());
    expect(facts.length).toBeGreaterThan(500);
  });

  test('is made once by all who begin at the same time', async () => {
    const database = await bareDatabase();
    await Promise.all([1, 2, 3].map(() => onDatabase(database.url, migratePostgres)));
    const { rows } = await onDatabase(database.url, (client) => client.query('SELECT CAST(number AS integer) AS number FROM migrations'));
    await database.remove();
    expect(rows).toEqual(STEPS.map(({ number }) => ({ number })));
  });

  test('is left as it was when a step fails', async () => {
    const database = await bareDatabase();
    const broken = [...STEPS, { number: 30, name: 'broken', breaks: false, sql: 'CREATE TABLE a (b bigint); SELECT nothing FROM nowhere' }];
    await onDatabase(database.url, async (client) => {
      await expect(migratePostgres(client, broken)).rejects.toThrow('nowhere');
      expect((await client.query("SELECT to_regclass('schools') AS schools")).rows).toEqual([{ schools: null }]);
      await migratePostgres(client);
    });
    await database.remove();
  });

  test('may be newer, unless a step breaks with what is known here', async () => {
    const database = await emptyDatabase();
    await onDatabase(database.url, async (client) => {
      const wider = { number: 30, name: 'wider', breaks: false, sql: 'ALTER TABLE schools ADD COLUMN town text' };
      await migratePostgres(client, [...STEPS, wider]);
      await migratePostgres(client);
      await migratePostgres(client, [
        ...STEPS,
        wider,
        { number: 31, name: 'other', breaks: true, sql: 'ALTER TABLE schools DROP COLUMN town' },
      ]);
      await expect(migratePostgres(client)).rejects.toMatchObject({ code: 'schema' });
      await client.query("UPDATE migrations SET name = 'other' WHERE number = 29");
      await expect(migratePostgres(client)).rejects.toMatchObject({ code: 'corrupt' });
    });
    await database.remove();
  });

  test('is not made in a database of another encoding', async () => {
    const database = await bareDatabase("ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
    await expect(onDatabase(database.url, migratePostgres)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('LATIN1'),
    });
    await database.remove();
  });

  test('counts versions and deliveries, and refuses changes of the audit, as the one of SQLite', async () => {
    const database = await emptyDatabase();
    await onDatabase(database.url, async (client) => {
      const text = async (sql: string) => (await client.query({ text: sql, rowMode: 'array' })).rows.map((row) => row.join(' '));
      await client.query("INSERT INTO schools (id, name, created_at) VALUES ('99XX', 'a', '2026-01-01')");
      await client.query("UPDATE schools SET id = '99YY'");
      expect(await text('SELECT kind, id, version FROM directory_changes ORDER BY id')).toEqual(['schools 99XX 4', 'schools 99YY 4']);
      await client.query("INSERT INTO school_keys (school, wrapped) VALUES ('99YY', '\\x01')");
      await client.query("UPDATE school_keys SET wrapped = '\\x01'");
      await client.query("UPDATE school_keys SET wrapped = '\\x02'");
      expect(await text('SELECT number FROM sealed_changes')).toEqual(['2']);
      await client.query(
        "INSERT INTO audit (version, at, actor, operation, outcome, counts, previous, hash) VALUES (2, '', '', '', '', '{}', '', '')",
      );
      await expect(client.query("UPDATE audit SET actor = 'x'")).rejects.toThrow('an entry is never changed');
      await expect(client.query('DELETE FROM audit')).rejects.toThrow('an entry is never removed');
      await expect(client.query('TRUNCATE audit')).rejects.toThrow('it is never emptied');
      await client.query('UPDATE audit_start SET seq = 1');
      await client.query('DELETE FROM audit');
      await expect(client.query('UPDATE audit_start SET seq = 0')).rejects.toThrow('only goes forward');
    });
    await database.remove();
  });
});
