import type { ReceiverTest } from './receiver-test.js';
import { ANSWER_TESTS } from './tests/answers.js';
import { RESULT_TESTS } from './tests/results.js';
import { SIGNAL_TESTS } from './tests/signals.js';
import { NOTHING_KEPT, SIGNATURE_TESTS } from './tests/signature.js';
import { TAGGED_TESTS } from './tests/tagged.js';
import { TOLERANCE_TESTS } from './tests/tolerance.js';
import { WITHDRAWAL_TESTS } from './tests/withdrawal.js';

/** All tests of a receiver of webhooks, in the order in which they run. */
export const RECEIVER_TESTS: readonly ReceiverTest[] = [
  ...ANSWER_TESTS,
  ...SIGNATURE_TESTS,
  ...RESULT_TESTS,
  NOTHING_KEPT,
  ...WITHDRAWAL_TESTS,
  ...TAGGED_TESTS,
  ...SIGNAL_TESTS,
  ...TOLERANCE_TESTS,
];
