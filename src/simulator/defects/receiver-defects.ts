import { ANSWER_DEFECTS } from './receiver/answers.js';
import { RESULT_DEFECTS } from './receiver/results.js';
import { SIGNAL_DEFECTS } from './receiver/signals.js';
import { SIGNATURE_DEFECTS } from './receiver/signature.js';
import { TOLERANCE_DEFECTS } from './receiver/tolerance.js';
import { WITHDRAWAL_DEFECTS } from './receiver/withdrawal.js';
import type { ReceiverDefect } from './receiver-defect.js';

/** Every single defect that a simulated receiver of webhooks can have. */
export const RECEIVER_DEFECTS: readonly ReceiverDefect[] = [
  ...ANSWER_DEFECTS,
  ...SIGNATURE_DEFECTS,
  ...RESULT_DEFECTS,
  ...WITHDRAWAL_DEFECTS,
  ...SIGNAL_DEFECTS,
  ...TOLERANCE_DEFECTS,
];
