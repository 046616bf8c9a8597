import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { FREE, HAS_PENDING } from '../../src/store/sqlite/outbox/delivery-lane-table.js';
import { SUPERSEDE } from '../../src/store/sqlite/outbox/outbox-queue.js';
import { DUE, ITEMS } from '../../src/store/sqlite/outbox/outbox-reader.js';
import { FRONT } from '../../src/store/sqlite/outbox/outbox-take.js';

/** What is asked for each message that goes on, and each that comes in. */
const HOT: readonly [string, string][] = [
  ['a lane that is free', `${FREE} AND l.due_at <= @now ORDER BY l.due_at LIMIT 1`],
  ['the front of a lane', FRONT],
  ['whether anything is left', `SELECT ${HAS_PENDING}`],
  ['what is in a batch', ITEMS],
  ['what a newer revision takes the place of', SUPERSEDE],
  ['targets that are due', DUE],
];

const VALUES = { target: 't', busy: '[]', now: 0, lane: 1, seq: 1, limit: 10, exchange: 1 };

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
      .all(sql === ITEMS ? ['batch'] : VALUES)
      .map(({ detail }) => detail);

  test.each(HOT)('%s: no table of deliveries, results or lanes is gone through', (_, sql) => {
    const plan = steps(sql);
    expect(plan.length).toBeGreaterThan(0);
    for (const step of plan) expect(step).not.toMatch(/^SCAN (?!json_each|t\b|\(subquery|value|1 CONSTANT|CONSTANT)/);
  });

  test('the front of a lane is read in its order, without a sort: as quickly with 100,000 behind it', () => {
    expect(steps(FRONT).join('\n')).not.toContain('TEMP B-TREE');
    expect(steps(FRONT)[0]).toBe('SEARCH o USING INDEX outbox_pending (lane=?)');
    expect(steps(`${FREE} AND l.due_at <= @now ORDER BY l.due_at LIMIT 1`).join('\n')).not.toContain('TEMP B-TREE');
  });
});
