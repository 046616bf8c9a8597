import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { statementOf } from '../../src/store/postgres/statement.js';
import { allQueries, query } from '../../src/store/sql/query.js';
import { all, runMany, runNow, type Step } from '../../src/store/sql/script.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { sqliteDialect, textForSqlite } from '../../src/store/sqlite/sql/sqlite-words.js';
import { removeParty } from '../../src/store/tables/directory/remove-party.js';
import { describePostgres, emptyDatabase, onDatabase } from '../support/postgres.js';

const TABLES = new URL('../../src/store/tables/', import.meta.url);

const LISTED = query<{ readonly value: string; readonly pos: number }, { readonly ids: readonly string[] }>(
  ({ list }) => `SELECT value, pos FROM ${list('text', 'ids', 'l')} ORDER BY pos`,
);
const AMONG = query<{ readonly n: number }, { readonly keys: readonly Uint8Array[] }>(
  ({ inList, hex }) =>
    `SELECT count(*) AS n FROM (SELECT ${hex('00ff')} AS key UNION ALL SELECT ${hex('01')}) k WHERE key ${inList('bytes', 'keys')}`,
);
const TWICE = query<never, { readonly kind: string; readonly id: string }>(
  () => "INSERT INTO last_uses (kind, id, used_at) VALUES (@kind, @id, '2026-01-01T00:00:00.000Z') ON CONFLICT DO NOTHING",
);

async function loadTables(): Promise<void> {
  for (const file of readdirSync(TABLES, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.ts')) await import(new URL(file, TABLES).href);
  }
}

describe('the statements of the store', () => {
  let db: Database;

  beforeAll(async () => {
    db = new SqliteDatabase(':memory:');
    migrate(db);
    await loadTables();
  });

  afterAll(() => {
    db.close();
  });

  test('are all right for SQLite, and ask for a list only where one is bound as such', () => {
    const broken = allQueries().flatMap((one) => {
      const { words, lists } = sqliteDialect();
      const text = one.text(words);
      try {
        db.prepare(text);
        return [...lists.keys()].filter((name) => !text.includes(`@${name}`));
      } catch (error) {
        return [`${(error as Error).message}: ${text}`];
      }
    });
    expect(broken).toEqual([]);
    expect(allQueries().length).toBeGreaterThan(4);
  });

  test('take lists of texts, and of bytes, as one value each', () => {
    const scripts = new ScriptRunner(db);
    expect(scripts.run(all(LISTED, { ids: ['b', 'a"', ''] }))).toEqual([
      { value: 'b', pos: 0 },
      { value: 'a"', pos: 1 },
      { value: '', pos: 2 },
    ]);
    expect(scripts.run(all(AMONG, { keys: [Buffer.from('00ff', 'hex'), Buffer.from('02', 'hex')] }))).toEqual([{ n: 1 }]);
  });

  test('ask nothing for no rows, and count what changed for several', () => {
    const asked: string[] = [];
    runNow(runMany(TWICE, []), (step) => asked.push(step.do));
    expect(asked).toEqual([]);
    const one = { kind: 'credential', id: 'a' };
    expect(new ScriptRunner(db).run(runMany(TWICE, [one, { kind: 'token', id: 'a' }, one]))).toBe(2);
  });

  test('look at each table that refers to a party before that is removed', () => {
    const looked: string[] = [];
    const answer = (step: Step): unknown => {
      if (step.do === 'together') return step.steps.map(answer);
      if (step.do !== 'rows' && step.do !== 'count') return undefined;
      looked.push(textForSqlite(step.query));
      return step.do === 'count' ? 0 : [{ found: 1, n: 0 }];
    };
    runNow(removeParty('p1', '2026-03-01T08:00:00.000Z', 'cli:proef'), answer);
    const referring = db
      .prepare<[], string>(
        `SELECT t.name FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND f."table" = 'parties'`,
      )
      .pluck()
      .all();
    expect(referring.length).toBeGreaterThan(9);
    for (const table of referring) expect(looked.filter((text) => new RegExp(`\\b${table}\\b`).test(text))).not.toEqual([]);
  });
});

await describePostgres('the statements of the store', () => {
  test('are all right for PostgreSQL', async () => {
    await loadTables();
    const database = await emptyDatabase();
    const broken = await onDatabase(database.url, async (client) => {
      const found: string[] = [];
      for (const [at, one] of allQueries().entries()) {
        const { text } = statementOf(one);
        const wrong = await client.query(`PREPARE s${at} AS ${text}`).then(
          () => undefined,
          (error: Error) => `${error.message}: ${text}`,
        );
        if (wrong !== undefined) found.push(wrong);
      }
      return found;
    });
    await database.remove();
    expect(broken).toEqual([]);
  });
});
