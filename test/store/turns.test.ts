import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import { openForReading, openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { turns } from '../../src/store/sqlite/connection/turns.js';
import { DirectoryReader } from '../../src/store/sqlite/directory/directory-reader.js';
import { GoalIndexes } from '../../src/store/sqlite/goals/goal-indexes.js';
import { inlinePlace, type SqlitePlace } from './support/temporary.js';

let place: SqlitePlace;
let reading: Database;
let other: Database;

beforeAll(async () => {
  place = await inlinePlace();
  [reading, other] = [openForReading(place.file), openForWriting(place.file)];
});

afterAll(async () => {
  reading.close();
  other.close();
  await place.remove();
});

test('a turn has one number, and neither the next turn nor what comes after a write of this process has it', async () => {
  const first = turns.now;
  await Promise.resolve();
  expect(turns.now).toBe(first);
  turns.end();
  const written = turns.now;
  expect(written).not.toBe(first);
  await turn();
  expect([first, written]).not.toContain(turns.now);
});

test('what another process changes counts from the next turn on, and is looked up no more often than that', () => {
  const now = { now: 1 };
  const directories = new DirectoryReader(reading, { turns: now });
  const goals = new GoalIndexes(reading, now);
  const seen = () => [
    directories.current(),
    goals.sets.current(),
    goals.profiles.current(),
    goals.mappings.current(),
    goals.tagger.current(),
  ];
  const first = seen();
  other.exec(`
    INSERT INTO schools (id, name, created_at) VALUES ('99S1', 'Verzonnen', '2026-01-01');
    UPDATE goal_versions SET version = version + 1`);
  for (const [at, each] of seen().entries()) expect(each === first[at]).toBe(true);
  now.now += 1;
  for (const [at, each] of seen().entries()) expect(each === first[at]).toBe(false);
  expect(directories.current()?.schools.has('99S1')).toBe(true);
});
