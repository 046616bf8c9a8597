import { expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { ProfileIndex } from '../../src/goals/profile-index.js';
import type { Step } from '../../src/store/sql/script.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { textForSqlite } from '../../src/store/sqlite/sql/sqlite-words.js';
import { completeResults } from '../../src/store/tables/goals/complete-results.js';
import { idBytes } from '../../src/store/tables/results/result-id.js';
import type { ResultRowColumns } from '../../src/store/tables/results/stored-result.js';
import { SCHOOL } from './support/records.js';

const NO_PROFILES = new ProfileIndex([]);

test('what is kept beside results is asked once for a page of them, and looked up by their ids and activities', () => {
  const script = completeResults([row(1), row(2), row(3)], NO_PROFILES);
  const step = script.next().value as Extract<Step, { do: 'together' }>;
  const db = new SqliteDatabase(':memory:');
  migrate(db);
  const plans = step.steps.flatMap((one) => {
    if (one.do !== 'rows') throw new Error(`a step ${one.do}`);
    return db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${textForSqlite(one.query)}`).all(LISTS);
  });
  db.close();
  const details = plans.map(({ detail }) => detail);
  expect(details).toContain('SEARCH l USING INDEX goal_links_by_activity (activity=?)');
  expect(details).toContain('SEARCH b USING COVERING INDEX sqlite_autoindex_signal_basis_1 (school=? AND result=?)');
  expect(details.filter((detail) => /^SCAN (?!json_each)/.test(detail))).toEqual([]);
  expect(script.next(step.steps.map(() => []) as never)).toMatchObject({ done: true, value: { length: 3 } });
});

test('nothing is asked where there are no results', () => {
  expect(completeResults([], NO_PROFILES).next()).toEqual({ done: true, value: [] });
});

const LISTS = { activities: '[1]', schools: '["99AB"]', results: '["r1"]', now: 0 };

function row(seq: number): ResultRowColumns {
  return {
    ...{ seq, id: Buffer.concat([Buffer.of(1), idBytes(`r${seq}`)]), revision: 1, day: 20_000, own: '{}', shared: 1 },
    ...{ shared_document: '{"source":{"party":"p"},"activity":{"code":"a","originType":"unknown","hierarchy":[]}}', activity: 1 },
    ...{ school: SCHOOL, alias: 'alias-1', eck_id: null, roster_learner: null, stored_at: 0 },
  };
}
