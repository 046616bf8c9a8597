import type { EaTest } from './ea-test.js';
import { AFTER_QUESTIONS_TESTS } from './tests/after-questions.js';
import { AFTER_RESULTS_TESTS } from './tests/after-results.js';
import { CHANGE_TESTS } from './tests/changes.js';
import { IN_STEPS_TESTS } from './tests/in-steps.js';
import { MESSAGE_FORM_TESTS } from './tests/message-form.js';
import { QUESTION_TESTS } from './tests/questions.js';
import { RESULT_TESTS } from './tests/results.js';

/** All tests of an EA, in the order of reports. */
export const EA_TESTS: readonly EaTest[] = [
  ...MESSAGE_FORM_TESTS,
  ...QUESTION_TESTS,
  ...CHANGE_TESTS,
  ...IN_STEPS_TESTS,
  ...AFTER_QUESTIONS_TESTS,
  ...RESULT_TESTS,
  ...AFTER_RESULTS_TESTS,
];
