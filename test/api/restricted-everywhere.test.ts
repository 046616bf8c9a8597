import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import type { ReadEndpoint } from '../../src/api/http/endpoint.js';
import type { Roster } from '../../src/model/roster/roster.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { SCHOOL } from '../store/support/records.js';
import { loadExample } from './support/example-goals.js';
import { annotationSeen, WHOLE_HOURS } from './support/planted-annotations.js';
import { plantSignals } from './support/planted-signals.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';
import { deliver, uuid } from './support/school-data.js';
import { CLIENT, resultSeen } from './support/seen.js';

const WITHHELD = 'p2';
/** Where this learner has nothing to be seen, and where numbers of a group are. */
const WITHOUT_NAMES: readonly string[] = ['/learners/unmatched', '/erasures', '/groups/{id}/goal-report'];
const READS = ENDPOINTS.filter((one): one is ReadEndpoint => one.method === undefined);

let rest: RestServer;
let token: string;
let roster: Roster;
/** Everything by which the client would know the learner again. */
let marks: readonly string[];
/** Ids of anything, by the first part of a path; the learner's own among them. */
let ids: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  roster = await sync(rest, smallSchool());
  const schoolKey = await keyOf(rest);
  for (const { key = '' } of roster.learners) {
    await deliver(rest.store, { [`result of ${key}`]: '7' }, { learner: schoolKey.alias('leerlingid', key) });
    await plantSignals(rest, { [`signal of ${key}`]: schoolKey.alias('leerlingid', key) });
  }
  await loadExample(rest.store);
  const annotation = (learner: string) => annotationSeen(rest, { school: SCHOOL, client: CLIENT, author: 't-g1', learner });
  const annotations = [await annotation(WITHHELD), await annotation('p1')];
  const exchange = await deliver(rest.store, { unmatched: '7' }, { learner: schoolKey.alias('leerlingid', 'somebody unmatched') });
  const withheld = roster.learners.find(({ key }) => key === WITHHELD);
  const result = await resultSeen(rest, `result of ${WITHHELD}`);
  marks = [withheld?.id as string, result, uuid(`result of ${WITHHELD}`), `"${WITHHELD}"`, `${WITHHELD}-`];
  ids = {
    learners: roster.learners.map(({ id }) => id),
    groups: roster.groups.map(({ id }) => id),
    teachers: roster.teachers.map(({ id }) => id),
    results: [result, await resultSeen(rest, 'result of p1')],
    signals: [await resultSeen(rest, `signal of ${WITHHELD}`), await resultSeen(rest, 'signal of p1')],
    annotations,
    exchanges: [exchange],
  };
});
afterAll(() => rest.stop());

async function restrict(name: string, on: boolean): Promise<void> {
  const found = await findLearner(rest.store, SCHOOL, await keyOf(rest), { by: 'leerlingid', leerlingid: name });
  if (found.kind !== 'found') throw new Error('nobody was found');
  await rest.store.rights.restrict(SCHOOL, found.person, '2026-10-01T08:00:00.000Z', on);
}

/** Each path that this client may read, with each id and with identities, and what it answers. */
async function everyAnswer(): Promise<{ readonly asked: number; readonly holding: readonly string[] }> {
  let asked = 0;
  const holding = new Set<string>();
  for (const { path, parameters } of READS) {
    const kind = path.split('/')[1] as string;
    const paths = path.includes('{id}')
      ? (ids[kind] ?? []).map((id) => path.replace('{id}', id).replace('{goal}', encodeURIComponent(WHOLE_HOURS)))
      : [path];
    const queries = [
      '',
      ...('identities' in parameters ? ['?identities=true'] : []),
      ...('learner' in parameters ? [`?learner=${marks[0]}`] : []),
    ];
    for (const one of paths.flatMap((full) => queries.map((query) => full + query))) {
      const { status, text } = await rest.ask(one, token);
      if (status === 403) continue;
      asked += 1;
      if (status === 200 && marks.some((mark) => text.includes(mark))) holding.add(path);
    }
  }
  return { asked, holding: [...holding].sort() };
}

test('no path that a client can read shows anything of a restricted learner, and all of them do when that is lifted', async () => {
  const before = await everyAnswer();
  expect(before.asked).toBeGreaterThan(20);
  // Every path that says of itself that it is about learners or what is theirs, but those on which this learner has nothing to be seen.
  const kinds: readonly ReadEndpoint['reads'][] = ['learners', 'results', 'memberships', 'signals', 'annotations', 'goals'];
  const about = READS.filter(({ reads }) => reads !== undefined && kinds.includes(reads)).map(({ path }) => path);
  expect(before.holding).toEqual(about.filter((path) => !WITHOUT_NAMES.includes(path)).sort());
  await restrict(WITHHELD, true);
  expect(await everyAnswer()).toEqual({ asked: before.asked, holding: [] });
  await restrict(WITHHELD, false);
  expect(await everyAnswer()).toEqual(before);
});
