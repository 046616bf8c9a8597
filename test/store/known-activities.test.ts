import { afterEach, beforeEach, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { first } from '../../src/store/sql/script.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { ADD_ACTIVITY } from '../../src/store/tables/goals/activities.js';
import { activitiesOfGoals, KnownActivities } from '../../src/store/tables/goals/goal-views.js';
import { addLink, newLink } from '../../src/store/tables/goals/links.js';
import { PARTY, SCHOOL } from './support/records.js';

let db: Database;
let scripts: ScriptRunner;

beforeEach(() => {
  db = new SqliteDatabase(':memory:');
  migrate(db);
  db.pragma('foreign_keys = OFF');
  scripts = new ScriptRunner(db);
});

afterEach(() => {
  db.close();
});

/** An activity that is linked to a goal. */
function add(code: string, ...goals: readonly string[]): void {
  const document = JSON.stringify({ code });
  const { seq } = scripts.run(first(ADD_ACTIVITY, { school: SCHOOL, party: PARTY, digest: code, document, sets: 0, mappings: 0 }))!;
  for (const goal of goals) {
    scripts.run(addLink(newLink(SCHOOL, seq, { goal, coverage: 'full', via: 'message', assertedBy: 'vendor', original: goal }, 0)));
  }
}

test('activities that were known stay in a view when what is remembered begins anew', () => {
  const known = new KnownActivities(2);
  const codes = (...goals: string[]) =>
    [...scripts.run(activitiesOfGoals(SCHOOL, goals, known)).values()].map(({ activity }) => activity.code).sort();
  add('a', 'urn:first');
  add('b', 'urn:first');
  add('c', 'urn:second');
  expect(codes('urn:first')).toEqual(['a', 'b']);
  expect(codes('urn:first', 'urn:second')).toEqual(['a', 'b', 'c']);
  expect(codes('urn:second')).toEqual(['c']);
  expect(codes('urn:first', 'urn:second')).toEqual(['a', 'b', 'c']);
});

test('an activity that is known is not read again, and one that is gone is not there', () => {
  const known = new KnownActivities(2);
  add('a', 'urn:first');
  expect(scripts.run(known.of([1, 9])).size).toBe(1);
  db.exec("UPDATE activities SET document = '{}'");
  expect(scripts.run(known.of([1])).get(1)?.activity).toEqual({ code: 'a' });
});
