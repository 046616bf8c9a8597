import type { ConformanceTest } from './conformance-test.js';
import { EA_TESTS } from './ea/ea-tests.js';
import { FILE_TESTS } from './file/file-tests.js';
import { LAS_TESTS } from './las/las-tests.js';
import { MAPPING_TESTS } from './mapping/mapping-tests.js';
import { RECEIVER_TESTS } from './receiver/receiver-tests.js';
import type { Role } from './requirement.js';
import { withoutVersion } from './test-id.js';

/** A test, without what it runs on. */
export type AnyTest = ConformanceTest<never>;

/** The tests of each role, in the order in which they run. */
export const TESTS: Readonly<Record<Role, readonly AnyTest[]>> = {
  las: LAS_TESTS,
  ea: EA_TESTS,
  receiver: RECEIVER_TESTS,
  message: FILE_TESTS,
  mapping: MAPPING_TESTS,
};

/** These tests, and those that have to pass before them, by id: a test means little without its control. */
export function withNeeds(ids: readonly string[], tests: readonly AnyTest[]): readonly string[] {
  const all = new Set(ids);
  for (const id of all) {
    const version = id.slice(withoutVersion(id).length);
    const needs = tests.find((test) => test.id === withoutVersion(id))?.needs ?? [];
    for (const need of needs) all.add(tests.find((test) => test.id === need)?.perVersion === true ? `${need}${version}` : need);
  }
  return [...all];
}
