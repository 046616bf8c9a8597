import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Roster } from '../../src/model/roster/roster.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import type { Person } from '../../src/store/rights-store.js';
import { learner, SCHOOL } from '../store/support/records.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';
import { deliver } from './support/school-data.js';

let rest: RestServer;
let token: string;
let roster: Roster;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  roster = await sync(rest, smallSchool());
  const schoolKey = await keyOf(rest);
  for (const { key = '' } of roster.learners) {
    await deliver(rest.store, { [`result of ${key}`]: '7' }, { learner: schoolKey.alias('leerlingid', key) });
  }
  await deliver(rest.store, { 'result of nobody': '7' }, { learner: learner('unmatched-1').alias });
});

afterAll(() => rest.stop());

/** The learner at this place in the roster, as the gateway knows it: `roster` has the ids that the client knows. */
async function personAt(place: number): Promise<Person> {
  const schoolKey = await keyOf(rest);
  const found = await findLearner(rest.store, SCHOOL, schoolKey, { by: 'leerlingid', leerlingid: roster.learners[place]?.key as string });
  if (found.kind !== 'found') throw new Error('nobody was found');
  return found.person;
}

const LISTS = ['/learners', '/memberships?memberKind=learner', '/results', '/learners/unmatched'];

/** What the client sees of everybody, list by list. */
function lists(): Promise<readonly Reply[]> {
  return Promise.all(LISTS.map((path) => rest.ask(path, token)));
}

/** Names of learners in the lists, by what the client calls them. */
async function namesInLists(): Promise<readonly (readonly string[])[]> {
  return (await lists()).map(({ json }) =>
    json.items.map((item: Record<string, string>) => item['member'] ?? item['learner'] ?? item['id']),
  );
}

test('whose data a client was given, and when, is in the dossier of each of them', async () => {
  const person = await personAt(0);
  const before = (await rest.store.rights.everythingOf(SCHOOL, person)).disclosures.length;
  const list = await rest.ask('/learners', token);
  const tag = { headers: { 'if-none-match': list.headers.get('etag') as string } };
  expect((await rest.ask('/learners', token, tag)).status).toBe(304);
  const results = await rest.ask('/results', token);
  expect((await rest.ask('/results', token, { headers: { 'if-none-match': results.headers.get('etag') as string } })).status).toBe(304);
  expect((await rest.ask('/results', token, { method: 'HEAD' })).status).toBe(200);
  await rest.ask('/groups', token);
  const { disclosures } = await rest.store.rights.everythingOf(SCHOOL, person);
  const added = disclosures.slice(before);
  expect(added.map(({ operation, receiver }) => [operation, receiver])).toEqual([
    ['listLearners', 'dashboard'],
    ['listResults', 'dashboard'],
  ]);
  expect(added[0]).toMatchObject({ exchange: list.headers.get('x-request-id'), fields: expect.arrayContaining(['id', 'group']) });
  expect(added[1]?.fields).toEqual(expect.arrayContaining(['learner', 'values']));
});

test('a restricted learner is in no list and not found alone, until that is lifted', async () => {
  const before = await namesInLists();
  const person = await personAt(1);
  const gone = roster.learners[1]?.id as string;
  expect(before.map((names) => names.includes(gone))).toEqual([true, true, true, false]);
  const tag = { headers: { 'if-none-match': (await rest.ask('/learners', token)).headers.get('etag') as string } };
  await rest.store.rights.restrict(SCHOOL, person, '2026-10-01T08:00:00.000Z', true);
  const after = await namesInLists();
  expect(after.map(({ length }) => length)).toEqual([4, 4, 5, 1]);
  expect(after.flat()).not.toContain(gone);
  expect((await rest.ask('/learners', token, tag)).status).toBe(200);
  expect((await rest.ask(`/learners/${gone}`, token)).status).toBe(404);
  expect((await rest.ask(`/results?learner=${gone}`, token)).json.items).toEqual([]);
  await rest.store.rights.restrict(SCHOOL, person, '2026-10-02T08:00:00.000Z', false);
  expect(await namesInLists()).toEqual(before);
  expect((await rest.ask(`/learners/${gone}`, token)).status).toBe(200);
});

test('a single result of a restricted learner is not found, with all its revisions', async () => {
  const { items } = (await rest.ask('/results', token)).json;
  const person = await personAt(2);
  await rest.store.rights.restrict(SCHOOL, person, '2026-10-03T08:00:00.000Z', true);
  const statuses = await Promise.all(
    items
      .flatMap(({ id }: { id: string }) => [`/results/${id}`, `/results/${id}/revisions`])
      .map(async (path: string) => (await rest.ask(path, token)).status),
  );
  expect(statuses.filter((status) => status === 404)).toHaveLength(2);
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  await rest.store.rights.restrict(SCHOOL, person, '2026-10-04T08:00:00.000Z', false);
});

test('whom the school had erased is gone from every list, and the names that clients had for it are in no file', async () => {
  const person = await personAt(0);
  const schoolKey = await keyOf(rest);
  const erased = await eraseLearner({
    store: rest.store,
    school: SCHOOL,
    schoolKey,
    person,
    now: new Date('2026-10-05T08:00:00Z'),
    dryRun: false,
  });
  if (erased.kind !== 'erased') throw new Error('nothing was erased');
  expect(erased.receipt.receivers).toMatchObject([{ receiver: 'dashboard' }]);
  const after = await namesInLists();
  expect(after.map(({ length }) => length)).toEqual([4, 4, 5, 1]);
  const gone = roster.learners[0]?.id as string;
  expect(after.flat()).not.toContain(gone);
  expect((await rest.ask(`/learners/${gone}`, token)).status).toBe(404);
  const other = await rest.token({ client: 'another' });
  const at = () => rest.ask('/erasures', token);
  expect((await at()).json).toEqual({ items: [{ learner: gone, erasedOn: '2026-10-05' }] });
  expect((await rest.ask('/erasures', other)).json).toEqual({ items: [] });
  await rest.store.rights.scrub();
  const names = Object.fromEntries([...person.names, person.learner as string, gone].map((name, at) => [`name ${at}`, name]));
  expectNowhere(names, {}, await everyFile(rest.file.replace(/\/[^/]*$/, '')));
});
