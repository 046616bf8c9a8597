import { parseSchoolId } from '../model/school-id.js';
import { instant } from './instant.js';
import { code, opaque, type Parameter, wholeNumber } from './parameter.js';

export const MOST_ITEMS = 1000;

const SCHOOL = code('The school. It can only be that of the token, which is also what is used without this parameter.', '99AB');

/** Parameters of every list. */
export const LIST = {
  /** Written in any of the ways in which people write one: `99AB-00` is the school `99AB`. */
  school: { ...SCHOOL, read: (text) => parseSchoolId(text) ?? SCHOOL.read(text) } satisfies Parameter<string>,
  cursor: opaque('Where to go on: the `next` of an earlier page. Keep the other parameters as they were.'),
  limit: wholeNumber('The most items on a page.', 1, MOST_ITEMS, 100),
} as const;

export const PARTY = code('Only what came from this party (its klantcode).', 'VERZONNEN-EA');

export const LEARNER = code('Only results of this learner: the pseudonym that `learner` of a result holds.', 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c');

export const SINCE = instant(
  'Only what was stored at or after this instant (`storedAt`, by the clock of the gateway).',
  '2026-01-31T08:00:00Z',
);
