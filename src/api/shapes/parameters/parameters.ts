import { parseSchoolId } from '../../../model/school-id.js';
import { instant } from './instant.js';
import { code, flag, oneOf, opaque, type Parameter, wholeNumber } from './parameter.js';

export const MOST_ITEMS = 1000;

const SCHOOL = code('The school. It must be the school of the token, which is also the default.', '99AB');

/** Parameters of every list. */
export const LIST = {
  /** Written in any of the ways in which people write one: `99AB-00` is the school `99AB`. */
  school: { ...SCHOOL, read: (text) => parseSchoolId(text) ?? SCHOOL.read(text) } satisfies Parameter<string>,
  cursor: opaque('The `next` value of the previous page. Keep the other parameters unchanged.'),
  limit: wholeNumber('Maximum number of items on a page.', 1, MOST_ITEMS, 100),
} as const;

export const PARTY = code('Only data from this party (its klantcode).', 'VERZONNEN-EA');

export const LEARNER = code(
  'Only results of this learner: the `id` of a learner, or the `learner` of a result. The value is an alias for this client only.',
  'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c',
);

export const SINCE = instant(
  'Only results stored in the minute of this instant or later (`storedAt`, by the clock of the gateway).',
  '2026-01-31T08:00:00Z',
);

const YEAR = /^(\d{4})-(\d{4})$/;

export const SCHOOL_YEAR: Parameter<string> = {
  description: 'The school year. Default: the current one. A school year starts on 1 August, Dutch time.',
  example: '2026-2027',
  schema: { type: 'string', pattern: '^[0-9]{4}-[0-9]{4}$' },
  expected: 'two years that follow each other, such as 2026-2027',
  read: (text) => {
    const [, first, second] = YEAR.exec(text) ?? [];
    return Number(second) === Number(first) + 1 ? text : undefined;
  },
};

export const GROUP = code('Only current members of this group: the `id` of a group.', 'Qm7tG0cX2vB5nZ8kL3sD6fH9jP1');

export const GROUP_EVER: Parameter<string> = { ...GROUP, description: 'Only this group: the `id` of a group.' };

export const MEMBER = code('Only this learner or teacher: the `id` of one.', 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c');

export const MEMBER_KIND = oneOf('Only learners, or only teachers. The token needs the corresponding scope.', [
  'learner',
  'teacher',
] as const);

export const IDENTITIES = flag('True: include identities, when the source supplied them and the gateway keeps them.');
