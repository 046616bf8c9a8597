import type { IncomingGroup, IncomingLearner, IncomingRoster, IncomingTeacher } from '../../../../src/model/roster/roster.js';

export const ORIGIN = { schoolYear: '2026-2027', referenceDate: '2026-09-01', createdAt: '2026-09-01T08:00:00+02:00' };

/** A roster of learners and whatever groups and teachers there are. All of it is invented. */
export function roster(learners: readonly IncomingLearner[], more: Partial<IncomingRoster> = {}): IncomingRoster {
  return { origin: ORIGIN, groups: [], teachers: [], learners, ...more };
}

export function learner(names: { readonly key?: string; readonly eckId?: string }, more: Partial<IncomingLearner> = {}): IncomingLearner {
  return { ...names, name: { family: 'Nepachternaam', call: 'Neproepnaam' }, combinedGroups: [], ...more };
}

export const BASE_GROUP: IncomingGroup = { kind: 'base', key: 'nepgroep-6', name: 'Nepgroep zes', yearGroup: '6' };
export const COMBINED_GROUP: IncomingGroup = { kind: 'combined', key: 'nepplusklas', name: 'Nep plusklas' };
export const GROUPS = [BASE_GROUP, COMBINED_GROUP] as const;

/** Every property that there can be. */
export const FULL_LEARNER: Required<IncomingLearner> = {
  key: 'nepsleutel-0001',
  eckId: 'https://ketenid.nl/pilot/nep-0001',
  name: { family: 'Verzonnenachternaam', prefix: 'nepvan', initials: 'NEPXY', call: 'Verzonnenroepnaam' },
  birthDate: '2016-03-04',
  gender: '9',
  startYearGroup3: '2022-08-22',
  yearGroup: '6',
  group: BASE_GROUP.key,
  combinedGroups: [COMBINED_GROUP.key],
  numberEnding: '0987',
};

export const FULL_TEACHER: Required<IncomingTeacher> = {
  key: 'nepleerkracht-0001',
  eckId: 'https://ketenid.nl/pilot/nep-leerkracht',
  name: { family: 'Verzonnenleerkracht', prefix: 'nepvander', initials: 'NEPZ', call: 'Verzonnenjuf' },
  email: 'nepjuf@school.example',
  groups: [
    { kind: 'base', key: BASE_GROUP.key, roles: [{ code: 'LRK' }, { description: 'nepbegeleiding' }] },
    { kind: 'combined', key: COMBINED_GROUP.key, roles: [] },
  ],
};

export const FULL_ROSTER: IncomingRoster = { origin: ORIGIN, groups: GROUPS, learners: [FULL_LEARNER], teachers: [FULL_TEACHER] };
