import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { linkHistory } from '../../src/store/tables/goals/retag/retag-reads.js';
import { learnersOfResults } from '../../src/store/tables/goals/signals/signal-reads.js';
import { unmapped } from '../../src/store/tables/goals/unmapped.js';
import { revisionExchanges } from '../../src/store/tables/results/result-reads.js';
import { SCHOOL } from './support/records.js';

const ID = '5f0c3a52-3a4e-5d5a-9a55-0123456789ab';

describe('SQLite looks a result up', () => {
  let db: Database;
  /** What was asked, in order. */
  let asked: string[];

  beforeAll(() => {
    db = new SqliteDatabase(':memory:');
    migrate(db);
    const prepare = db.prepare.bind(db);
    asked = [];
    db.prepare = ((sql: string) => {
      asked.push(sql);
      return prepare(sql);
    }) as Database['prepare'];
  });

  afterAll(() => {
    db.close();
  });

  /** How SQLite finds results in what `work` asks, for each statement that names them. */
  function stepsOf(work: () => unknown): readonly string[] {
    asked.length = 0;
    work();
    return [...asked]
      .filter((sql) => /\bresults\b/.test(sql) && (sql.includes("(x'00')") || sql.includes('unhex(value)')))
      .flatMap((sql) => {
        const values = sql.includes('@') ? [{ school: SCHOOL, id: Buffer.alloc(16), ids: '["00"]' }] : [SCHOOL, Buffer.alloc(16)];
        return db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      })
      .flatMap(({ detail }) => (/^(?:SEARCH|SCAN) (?:results|r)\b/.test(detail) ? [detail] : []));
  }

  const LOOKS: readonly [string, (on: Database) => unknown][] = [
    ['with its revisions', (on) => new ScriptRunner(on).run(revisionExchanges(SCHOOL, ID))],
    ['for whose it is', (on) => new ScriptRunner(on).run(learnersOfResults(SCHOOL, [ID]))],
    ['for the goals that it had', (on) => new ScriptRunner(on).run(linkHistory(SCHOOL, ID))],
  ];

  test.each(LOOKS)('%s: by source and id, and not through all that the source has', (_, look) => {
    const steps = stepsOf(() => look(db));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps)
      expect(step).toMatch(/^SEARCH (?:results|r) USING INDEX results_(?:current|superseded) \(source=\? AND id=\?\)$/);
  });

  test('of an activity without goals along what results have in common', () => {
    asked.length = 0;
    new ScriptRunner(db).run(unmapped({}));
    const waiting = asked.find((sql) => sql.includes('h.activity IS NULL')) ?? '';
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${waiting}`).all();
    expect(plan.map(({ detail }) => detail)).toContain('SEARCH r USING INDEX results_by_shared (shared=?)');
  });
});
