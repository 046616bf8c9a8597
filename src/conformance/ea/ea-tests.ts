import type { EaTest } from './ea-test.js';
import { AFTER_QUESTIONS_TESTS } from './tests/after-questions.js';
import { AFTER_RESULTS_TESTS } from './tests/after-results.js';
import { CHANGE_TESTS } from './tests/changes.js';
import { IN_STEPS_TESTS } from './tests/in-steps.js';
import { MESSAGE_FORM_TESTS } from './tests/message-form.js';
import { QUESTION_TESTS } from './tests/questions.js';
import { READING_TESTS } from './tests/readings.js';
import { RESULT_RULE_TESTS } from './tests/result-rules.js';
import { RESULT_TESTS } from './tests/results.js';
import { USEFUL_TESTS } from './tests/useful.js';

/** All tests of an EA, in the order of reports. */
export const EA_TESTS: readonly EaTest[] = [
  ...MESSAGE_FORM_TESTS,
  ...QUESTION_TESTS,
  ...CHANGE_TESTS,
  ...IN_STEPS_TESTS,
  ...AFTER_QUESTIONS_TESTS,
  ...RESULT_TESTS,
  ...RESULT_RULE_TESTS,
  ...AFTER_RESULTS_TESTS,
  ...READING_TESTS,
  ...USEFUL_TESTS,
];
