import { identifyRoster } from '../../src/exchange/roster/identify-roster.js';
import { planRoster } from '../../src/exchange/roster/plan-roster.js';
import type { Gateway } from '../../src/gateway/server.js';
import type { IncomingLearner, IncomingRoster } from '../../src/model/roster/roster.js';
import { SchoolKeys } from '../../src/store/school-keys.js';

export const YEAR = '2025-2026';

/** Two base groups, a combined one, three pupils of whom one in no group, two teachers. All invented. */
export function smallSchool(learner: Partial<IncomingLearner> = {}): IncomingRoster {
  return {
    origin: { schoolYear: YEAR, referenceDate: '2025-10-01', createdAt: '2025-10-02T08:00:00+02:00' },
    groups: [
      { kind: 'base', key: 'g4', name: 'Groep 4', yearGroup: '4' },
      { kind: 'base', key: 'g5', name: 'Groep 5', yearGroup: '5' },
      { kind: 'combined', key: 'plus', name: 'Plusklas' },
    ],
    learners: [
      {
        key: 'L-1',
        eckId: `https://ketenid.nl/pilot/${'a'.repeat(128)}`,
        name: { family: 'Testema', prefix: 'van', initials: 'A', call: 'Anna' },
        birthDate: '2017-03-04',
        gender: '2',
        startYearGroup3: '2023-08-01',
        yearGroup: '4',
        group: 'g4',
        combinedGroups: ['plus'],
        numberEnding: '4321',
        ...learner,
      },
      {
        key: 'L-2',
        name: { family: 'Voorbeeld', call: 'Bram' },
        birthDate: '2016-05-06',
        gender: '1',
        yearGroup: '5',
        group: 'g5',
        combinedGroups: [],
        numberEnding: '8765',
      },
      {
        key: 'L-3',
        name: { family: 'Verzonnen', call: 'Cato' },
        birthDate: '2016-07-08',
        gender: '0',
        yearGroup: '5',
        combinedGroups: [],
        numberEnding: '1357',
      },
    ],
    teachers: [
      {
        key: 'T-1',
        eckId: `https://ketenid.nl/pilot/${'b'.repeat(128)}`,
        name: { family: 'Docent', call: 'Daan' },
        email: 'daan@school.voorbeeld',
        groups: [
          { kind: 'base', key: 'g4', roles: [{ code: 'LRK' }] },
          { kind: 'combined', key: 'plus', roles: [] },
        ],
      },
      { key: 'T-2', name: { family: 'Invaller', call: 'Els' }, groups: [] },
    ],
  };
}

/** Makes this the roster of a school, as a sync would. */
export async function fillRoster(
  { store, keyring }: Gateway,
  incoming: IncomingRoster,
  { school = '99XX', at = new Date().toISOString() } = {},
) {
  const schoolKey = await new SchoolKeys(store, keyring).of(school);
  const { schoolYear } = incoming.origin;
  const snapshot = await store.roster(school, schoolYear);
  const { roster, aliases } = identifyRoster(incoming, { schoolKey, aliases: await store.learnerAliases(school), stamp: at });
  const memberships = await store.memberships(school, schoolYear);
  const { change } = planRoster(roster, snapshot, { schoolKey, school, version: '2.2', at, aliases, memberships });
  const committed = await store.commitRoster(change);
  if (committed.kind !== 'stored') throw new Error('the roster was not stored');
  return { roster, committed };
}
