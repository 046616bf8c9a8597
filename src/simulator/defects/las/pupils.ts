import type { LasDefect } from '../las-defect.js';
import { ANSWER_DEFECTS } from './pupils-answer.js';
import { COMPLETENESS_DEFECTS } from './pupils-complete.js';
import { PEOPLE_DEFECTS, VERSION_DEFECTS } from './pupils-people.js';
import { PROFILE_DEFECTS } from './pupils-profile.js';
import { RULE_DEFECTS } from './pupils-rules.js';
import { STEPS_DEFECTS } from './pupils-steps.js';
import { DESCRIPTION_DEFECTS, READER_DEFECTS, WIRE_DEFECTS } from './pupils-wire.js';

/** In the pupil data that an administration gives. */
export const PUPIL_DEFECTS: readonly LasDefect[] = [
  ...ANSWER_DEFECTS,
  ...COMPLETENESS_DEFECTS,
  ...PEOPLE_DEFECTS,
  ...VERSION_DEFECTS,
  ...RULE_DEFECTS,
  ...STEPS_DEFECTS,
  ...PROFILE_DEFECTS,
  ...WIRE_DEFECTS,
  ...READER_DEFECTS,
  ...DESCRIPTION_DEFECTS,
];
