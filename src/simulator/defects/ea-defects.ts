import { EA_HABIT_DEFECTS } from './ea/habits.js';
import { EA_MESSAGE_DEFECTS, EA_QUESTION_DEFECTS, EA_RESULT_DEFECTS, EA_USEFUL_DEFECTS } from './ea/messages.js';
import type { EaDefect } from './ea-defect.js';

/** Every single defect that a simulated client can have. */
export const EA_DEFECTS: readonly EaDefect[] = [
  ...EA_MESSAGE_DEFECTS,
  ...EA_QUESTION_DEFECTS,
  ...EA_HABIT_DEFECTS,
  ...EA_RESULT_DEFECTS,
  ...EA_USEFUL_DEFECTS,
];
