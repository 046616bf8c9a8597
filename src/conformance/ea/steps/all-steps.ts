import { FIRST_PUPILS, PUPIL_STEPS } from './pupil-steps.js';
import { FIRST_RESULTS, RESULT_STEPS } from './result-steps.js';
import type { Step } from './step.js';

/** Every step, in the order in which a person is asked for it. */
export const ALL_STEPS: readonly Step[] = [FIRST_PUPILS, FIRST_RESULTS, ...PUPIL_STEPS, ...RESULT_STEPS];
