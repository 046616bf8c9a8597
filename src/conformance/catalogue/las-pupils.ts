import type { Requirement } from '../requirement.js';
import { ANSWER_REQUIREMENTS } from './las-pupils/answer.js';
import { COMPLETENESS_REQUIREMENTS } from './las-pupils/completeness.js';
import { DESCRIPTION_REQUIREMENTS } from './las-pupils/description.js';
import { PEOPLE_REQUIREMENTS } from './las-pupils/people.js';
import { PROFILE_REQUIREMENTS } from './las-pupils/profile.js';
import { READER_REQUIREMENTS } from './las-pupils/readers.js';
import { STEPS_REQUIREMENTS } from './las-pupils/steps.js';
import { VERSION_REQUIREMENTS } from './las-pupils/version.js';
import { WIRE_REQUIREMENTS } from './las-pupils/wire.js';

/** What a LAS has to do with questions for pupil data (spec a, b, c.1 to c.9, d, f, h, i; clients.md 7). */
export const LAS_PUPIL_REQUIREMENTS: readonly Requirement[] = [
  ...ANSWER_REQUIREMENTS,
  ...COMPLETENESS_REQUIREMENTS,
  ...PEOPLE_REQUIREMENTS,
  ...WIRE_REQUIREMENTS,
  ...VERSION_REQUIREMENTS,
  ...STEPS_REQUIREMENTS,
  ...PROFILE_REQUIREMENTS,
  ...READER_REQUIREMENTS,
  ...DESCRIPTION_REQUIREMENTS,
];
