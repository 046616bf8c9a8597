import { identifyRoster } from '../../../src/exchange/roster/identify-roster.js';
import { planRoster } from '../../../src/exchange/roster/plan-roster.js';
import { openRoster } from '../../../src/exchange/roster/read-roster.js';
import type { IncomingGroup, IncomingLearner, IncomingRoster, IncomingTeacher, Roster } from '../../../src/model/roster/roster.js';
import type { SchoolKey } from '../../../src/privacy/keys/seal.js';
import type { RosterSnapshot } from '../../../src/store/roster-store.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import { learner, roster } from '../../exchange/roster/support/invented-roster.js';
import { SCHOOL } from '../../store/support/records.js';
import type { RestServer } from './rest-server.js';
import { asSeen, CLIENT } from './seen.js';

export const YEAR = '2026-2027';

type Place = Pick<RestServer, 'store' | 'keyring'>;

export function keyOf({ store, keyring }: Place, school = SCHOOL): Promise<SchoolKey> {
  return new SchoolKeys(store, keyring).of(school);
}

let syncs = 0;

/** Makes this the roster of its school year, as a sync would. Gives it with the ids that a client knows. */
export async function sync(rest: Place, incoming: IncomingRoster, school = SCHOOL, receiver = CLIENT): Promise<Roster> {
  syncs += 1;
  const { store } = rest;
  const { schoolYear } = incoming.origin;
  const schoolKey = await keyOf(rest, school);
  const identified = identifyRoster(incoming, { schoolKey, aliases: await store.learnerAliases(school), stamp: `sync ${syncs}` });
  const { change } = planRoster(identified.roster, await store.roster(school, schoolYear), {
    schoolKey,
    school,
    version: '2.3',
    at: new Date(Date.UTC(2026, 8, 1, 0, syncs)).toISOString(),
    aliases: identified.aliases,
    memberships: await store.memberships(school, schoolYear),
  });
  const committed = await store.commitRoster(change);
  if (committed.kind !== 'stored') throw new Error('somebody else changed the roster');
  return asSeen(rest, openRoster((await store.roster(school, schoolYear)) as RosterSnapshot, schoolKey), school, receiver);
}

export function group(name: string, more: Partial<IncomingGroup> = {}): IncomingGroup {
  return { kind: 'base', key: name, name: `Groep ${name}`, ...(more.kind === 'combined' ? {} : { yearGroup: '5' }), ...more };
}

export function teacher(name: string, groups: readonly IncomingGroup[] = []): IncomingTeacher {
  return {
    key: name,
    name: { family: `Verzonnen ${name}` },
    groups: groups.map(({ kind, key }) => ({ kind, key, roles: [{ code: 'LRK' }] })),
  };
}

export function pupil(name: string, more: Partial<IncomingLearner> = {}): IncomingLearner {
  return learner({ key: name }, more);
}

/** A small school: groups g1 and g2, pupils p1 to p5 of whom p1 to p3 are in g1 and the others in g2, and a teacher for each group. */
export function smallSchool(pupils = ['p1', 'p2', 'p3', 'p4', 'p5'], schoolYear = YEAR): IncomingRoster {
  const groups = [group('g1'), group('g2', { kind: 'combined' })];
  return roster(
    pupils.map((name, at) => pupil(name, at < 3 ? { group: 'g1' } : { combinedGroups: ['g2'] })),
    { origin: { schoolYear, referenceDate: '2026-09-01' }, groups, teachers: groups.map((one) => teacher(`t-${one.key}`, [one])) },
  );
}
