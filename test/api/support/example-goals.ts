import { readFileSync } from 'node:fs';
import { readGoalSet } from '../../../src/goals/import/read-goal-set.js';
import type { GivenHead } from '../../../src/goals/import/set-head.js';
import type { Store } from '../../../src/store/store.js';
import { EXAMPLE_SET } from '../../goals/support.js';

/** Loads our set of invented goals; `school`: as its own. Gives its number. */
export async function loadExample(store: Store, given: GivenHead = {}, school?: string): Promise<number> {
  const read = readGoalSet([{ name: 'voorbeeld.json', bytes: readFileSync(EXAMPLE_SET) }], given);
  return (await store.goals.sets.importGoalSet(read, school, '2026-10-01T08:00:00.000Z')).seq;
}
