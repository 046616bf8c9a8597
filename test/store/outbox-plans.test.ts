import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { query } from '../../src/store/sql/query.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { SUPERSEDE } from '../../src/store/sqlite/outbox/outbox-queue.js';
import { textForSqlite } from '../../src/store/sqlite/sql/sqlite-words.js';
import { ITEMS } from '../../src/store/tables/outbox/batch-items.js';
import { FREE, hasPending } from '../../src/store/tables/outbox/delivery-lanes.js';
import { DUE } from '../../src/store/tables/outbox/due-targets.js';
import { FRONT } from '../../src/store/tables/outbox/outbox-take.js';

const FRONT_SQL = textForSqlite(FRONT);
const FREE_SQL = textForSqlite(FREE);

/** What is asked for each message that goes on, and each that comes in. */
const HOT: readonly [string, string][] = [
  ['a lane that is free', FREE_SQL],
  ['the front of a lane', FRONT_SQL],
  ['whether anything is left', textForSqlite(query((words) => `SELECT ${hasPending(words)}`))],
  ['what is in a batch', textForSqlite(ITEMS)],
  ['what a newer revision takes the place of', SUPERSEDE],
  ['targets that are due', textForSqlite(DUE)],
];

const VALUES = { target: 't', batch: 'b', busy: '[]', now: 0, lane: 1, seq: 1, limit: 10, exchange: 1 };

describe('SQLite reads of the outbox', () => {
  let db: Database;

  beforeAll(() => {
    db = new SqliteDatabase(':memory:');
    migrate(db);
  });

  afterAll(() => {
    db.close();
  });

  const steps = (sql: string): readonly string[] =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(VALUES)
      .map(({ detail }) => detail);

  test.each(HOT)('%s: no table of deliveries, results or lanes is gone through', (_, sql) => {
    const plan = steps(sql);
    expect(plan.length).toBeGreaterThan(0);
    for (const step of plan) expect(step).not.toMatch(/^SCAN (?!json_each|t\b|\(subquery|value|1 CONSTANT|CONSTANT)/);
  });

  test('the front of a lane is read in its order, without a sort: as quickly with 100,000 behind it', () => {
    expect(steps(FRONT_SQL).join('\n')).not.toContain('TEMP B-TREE');
    expect(steps(FRONT_SQL)[0]).toBe('SEARCH o USING INDEX outbox_pending (lane=?)');
    expect(steps(FREE_SQL).join('\n')).not.toContain('TEMP B-TREE');
  });
});
