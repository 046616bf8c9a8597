import type { ConformanceTest } from '../conformance-test.js';
import type { LasSubject } from './las-subject.js';
import { FAULT_TESTS } from './tests/faults.js';
import { PUPIL_TESTS } from './tests/pupils.js';
import { RESULTS_TESTS } from './tests/results.js';
import { TRANSPORT_TESTS } from './tests/transport.js';

/** All tests of a LAS, in the order in which they run. */
export const LAS_TESTS: readonly ConformanceTest<LasSubject>[] = [...PUPIL_TESTS, ...FAULT_TESTS, ...TRANSPORT_TESTS, ...RESULTS_TESTS];
