// Everything here is invented.

const LEARNER_ID = 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c';
const GROUP_ID = 'Qm7tG0cX2vB5nZ8kL3sD6fH9jP1';
const TEACHER_ID = 'eR4yU8iO1pA5sD9fG3hJ7kL0zX2';

export const PSEUDONYMOUS_LEARNER = { id: LEARNER_ID, yearGroup: '5', group: GROUP_ID, combinedGroups: [] };

export const IDENTIFIED_LEARNER = {
  ...PSEUDONYMOUS_LEARNER,
  key: 'verzonnen-0001',
  eckId: 'https://ketenid.nl/pilot/verzonnen-0001',
  name: { family: 'Verzinsel', prefix: 'van', initials: 'V.', call: 'Verzonnen' },
  birthDate: '2018-02-03',
  gender: '9',
};

export const PSEUDONYMOUS_GROUP = { id: GROUP_ID, kind: 'base', name: 'Groep 5', yearGroup: '5' };

export const IDENTIFIED_GROUP = { ...PSEUDONYMOUS_GROUP, key: 'verzonnen-groep-5' };

export const PSEUDONYMOUS_TEACHER = { id: TEACHER_ID, groups: [{ group: GROUP_ID, roles: [{ code: 'LRK' }] }] };

export const IDENTIFIED_TEACHER = {
  ...PSEUDONYMOUS_TEACHER,
  key: 'verzonnen-leerkracht-1',
  name: { family: 'Bedenksel', call: 'Bedacht' },
  email: 'bedacht@school.example',
};

export const MEMBERSHIP = { group: GROUP_ID, memberKind: 'learner', member: LEARNER_ID, since: '2026-09-01T06:00:00.000Z' };

export const ROSTER = {
  schoolYear: '2026-2027',
  revision: 3,
  changedAt: '2026-09-14T06:00:00.000Z',
  receivedAt: '2026-09-15T06:00:00.000Z',
  referenceDate: '2026-09-15',
  party: 'VERZONNEN-LAS',
  version: '2.3',
  learnerCount: 212,
  groupCount: 9,
  teacherCount: 17,
};

export const ERASED_LEARNER = { learner: 'dX4cR8vB2nM6kJ1hG5fD9sA3pO7', erasedOn: '2026-03-02' };
export const UNMATCHED = { learner: 'bN6mW2qE9rT4yU7iO1pA5sD8fG3', resultCount: 4 };

/** A page of the roster above with one item. */
export function rosterListOf(item: unknown): unknown {
  return { schoolYear: ROSTER.schoolYear, revision: ROSTER.revision, items: [item] };
}
