import type { ConformanceTest } from '../../conformance-test.js';
import type { LasSubject } from '../las-subject.js';
import { ABOUT_TESTS } from './pupils/about.js';
import { ANSWER_TESTS } from './pupils/answer.js';
import { COMPLETENESS_TESTS } from './pupils/completeness.js';
import { DESCRIPTION_TESTS } from './pupils/description.js';
import { PEOPLE_TESTS } from './pupils/people.js';
import { PROFILE_TESTS } from './pupils/profile.js';
import { READER_TESTS } from './pupils/readers.js';
import { RULE_TESTS } from './pupils/rules.js';
import { STEPS_TESTS } from './pupils/steps.js';
import { VERSION_TESTS } from './pupils/version.js';
import { WIRE_TESTS } from './pupils/wire.js';

/** Tests of the pupil data that a LAS gives. */
export const PUPIL_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ...ANSWER_TESTS,
  ...ABOUT_TESTS,
  ...COMPLETENESS_TESTS,
  ...PEOPLE_TESTS,
  ...RULE_TESTS,
  ...WIRE_TESTS,
  ...VERSION_TESTS,
  ...STEPS_TESTS,
  ...PROFILE_TESTS,
  ...READER_TESTS,
  ...DESCRIPTION_TESTS,
];
