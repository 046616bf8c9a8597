import { parseSchoolId } from '../model/school-id.js';
import { instant } from './instant.js';
import { code, flag, oneOf, opaque, type Parameter, wholeNumber } from './parameter.js';

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

export const LEARNER = code(
  'Only results of this learner: the `id` of a learner, or what `learner` of a result holds. It is an alias of this client alone.',
  'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c',
);

export const SINCE = instant(
  'Only what was stored in the minute of this instant or later (`storedAt`, by the clock of the gateway).',
  '2026-01-31T08:00:00Z',
);

const YEAR = /^(\d{4})-(\d{4})$/;

export const SCHOOL_YEAR: Parameter<string> = {
  description: 'The school year. Without it: the one that runs, from 1 August by the clock in the Netherlands.',
  example: '2026-2027',
  schema: { type: 'string', pattern: '^[0-9]{4}-[0-9]{4}$' },
  expected: 'two years that follow each other, such as 2026-2027',
  read: (text) => {
    const [, first, second] = YEAR.exec(text) ?? [];
    return Number(second) === Number(first) + 1 ? text : undefined;
  },
};

export const GROUP = code('Only who is in this group now: the `id` of a group.', 'Qm7tG0cX2vB5nZ8kL3sD6fH9jP1');

export const GROUP_EVER: Parameter<string> = { ...GROUP, description: 'Only of this group: the `id` of one.' };

export const MEMBER = code('Only of this learner or teacher: the `id` of one.', 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c');

export const MEMBER_KIND = oneOf('Only of learners, or only of teachers. The token needs the scope that goes with it.', [
  'learner',
  'teacher',
] as const);

export const IDENTITIES = flag('True: with who it is, as far as the source told and the gateway keeps it.');
