import type { LasDefect } from '../las-defect.js';
import { ANSWER_DEFECTS } from './pupils-answer.js';
import { COMPLETENESS_DEFECTS } from './pupils-complete.js';
import { PEOPLE_DEFECTS, VERSION_DEFECTS } from './pupils-people.js';
import { STEPS_DEFECTS } from './pupils-steps.js';

/** In the pupil data that an administration gives. */
export const PUPIL_DEFECTS: readonly LasDefect[] = [
  ...ANSWER_DEFECTS,
  ...COMPLETENESS_DEFECTS,
  ...PEOPLE_DEFECTS,
  ...VERSION_DEFECTS,
  ...STEPS_DEFECTS,
];
