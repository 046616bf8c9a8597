import type { Requirement } from '../requirement.js';
import { RECEIVER_ANSWERS } from './receiver/answers.js';
import { RECEIVER_RESULTS } from './receiver/results.js';
import { RECEIVER_SIGNALS } from './receiver/signals.js';
import { RECEIVER_SIGNATURE } from './receiver/signature.js';
import { RECEIVER_TOLERANCE } from './receiver/tolerance.js';
import { RECEIVER_WITHDRAWAL } from './receiver/withdrawal.js';

/** What a receiver of webhooks has to do with our messages, as docs/delivery.md and schemas/webhook say. */
export const RECEIVER_REQUIREMENTS: readonly Requirement[] = [
  ...RECEIVER_ANSWERS,
  ...RECEIVER_SIGNATURE,
  ...RECEIVER_RESULTS,
  ...RECEIVER_WITHDRAWAL,
  ...RECEIVER_SIGNALS,
  ...RECEIVER_TOLERANCE,
];
