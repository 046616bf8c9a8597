import type { ConformanceTest } from '../../conformance-test.js';
import type { LasSubject } from '../las-subject.js';
import { FAULT_BEHAVIOUR_TESTS } from './faults/behaviour.js';
import { BROKEN_QUESTION_TESTS } from './faults/broken-questions.js';
import { ENVELOPE_FAULT_TESTS } from './faults/envelopes.js';
import { FAULT_FORM_TESTS } from './faults/form.js';
import { QUESTION_FAULT_TESTS } from './faults/questions.js';

/** Questions that a LAS has to refuse, and how it says so. */
export const FAULT_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ...FAULT_FORM_TESTS,
  ...QUESTION_FAULT_TESTS,
  ...BROKEN_QUESTION_TESTS,
  ...ENVELOPE_FAULT_TESTS,
  ...FAULT_BEHAVIOUR_TESTS,
];
