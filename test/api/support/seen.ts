import { GROUPS, LEARNERS, TEACHERS } from '../../../src/api/shapes/roster-views.js';
import { ReceiverNames } from '../../../src/exchange/sight/receiver-names.js';
import type { Roster } from '../../../src/model/roster/roster.js';
import type { RosterKind } from '../../../src/store/roster-store.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import { SCHOOL } from '../../store/support/records.js';
import type { RestServer } from './rest-server.js';
import { uuid } from './school-data.js';

type Place = Pick<RestServer, 'store' | 'keyring'>;

/** The client that tokens of these tests are of unless they say otherwise. */
export const CLIENT = 'dashboard';

/** The names that a client has for the people, groups and results of a school. */
export async function namesOf({ store, keyring }: Place, school = SCHOOL, receiver = CLIENT): Promise<ReceiverNames> {
  const schoolKey = await new SchoolKeys(store, keyring).of(school);
  const { schools } = await store.directory();
  return new ReceiverNames({ store, schoolKey, school: schools.get(school) ?? { id: school }, receiver, now: new Date() });
}

/** A roster with the ids that a client knows, as if it had read all of it. */
export async function asSeen(place: Place, roster: Roster, school = SCHOOL, receiver = CLIENT): Promise<Roster> {
  const names = await namesOf(place, school, receiver);
  const seen = {
    ...roster,
    learners: roster.learners.map((one) => LEARNERS.named(one, names)),
    groups: roster.groups.map((one) => GROUPS.named(one, names)),
    teachers: roster.teachers.map((one) => TEACHERS.named(one, names)),
  };
  await names.keep();
  return seen;
}

/** What a client calls somebody, as if it had read so. */
export async function aliasSeen(place: Place, id: string, { kind = 'learner' as RosterKind, school = SCHOOL, receiver = CLIENT } = {}) {
  const names = await namesOf(place, school, receiver);
  const alias = names.tell(kind, id);
  await names.keep();
  return alias;
}

/** The id that a client knows of the result with this name. */
export async function resultSeen(place: Place, name: string, school = SCHOOL, receiver = CLIENT): Promise<string> {
  return (await namesOf(place, school, receiver)).tellResults([uuid(name)])[0] as string;
}
