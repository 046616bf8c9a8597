import type { ConformanceTest } from '../../conformance-test.js';
import type { LasSubject } from '../las-subject.js';
import { ACCEPTED_RESULTS_TESTS } from './results/accepted.js';
import { BROKEN_RESULTS_TESTS } from './results/broken-results.js';
import { RESULTS_ORDER_TESTS, ZONELESS_RESULTS_TESTS } from './results/order.js';
import { REFUSED_RESULTS_TESTS } from './results/refused.js';

/** Results that a LAS takes in, and those that it has to refuse. */
export const RESULTS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ...ACCEPTED_RESULTS_TESTS,
  ...REFUSED_RESULTS_TESTS,
  ...BROKEN_RESULTS_TESTS,
  ...RESULTS_ORDER_TESTS,
  ...ZONELESS_RESULTS_TESTS,
];
