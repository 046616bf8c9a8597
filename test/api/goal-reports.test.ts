import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Roster } from '../../src/model/roster/roster.js';
import { loadExample } from './support/example-goals.js';
import { ASSESSMENT, postedBody, postedResult, postResults } from './support/posted.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';

const GOAL = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
let rest: RestServer;
let token: string;
let roster: Roster;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  roster = await sync(rest, smallSchool());
  await loadExample(rest.store);
  const assessments = [{ ...ASSESSMENT, hierarchy: [{ level: '1', entry: { value: GOAL } }] }];
  const results = ['p1', 'p2', 'p4'].map((key) => postedResult(`r-${key}`, { learner: { leerlingid: key } }));
  expect((await postResults(rest, token, postedBody({ assessments, results }))).status).toBe(201);
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

const idOf = (kind: 'learners' | 'groups', at: number) => roster[kind][at]?.id as string;

test('a client has the report of one learner under its own names, with each result', async () => {
  const { status, json } = await rest.ask(`/learners/${idOf('learners', 0)}/goal-report`, token);
  expect(status).toBe(200);
  expect(json.about).toEqual({ learner: idOf('learners', 0) });
  expect(json.goals).toMatchObject([
    {
      code: 'RW.1.067',
      sources: [{ party: 'dashboard', counts: { results: 1 }, results: [{ date: '2026-09-14', values: [{ value: '70' }] }] }],
    },
  ]);
  expect(json.covers).toMatchObject({ from: '2026-08-01', until: '2026-10-01', coverage: 'unknown' });
});

test('that of a group has numbers, and nobody in it', async () => {
  const { json, text } = await rest.ask(`/groups/${idOf('groups', 0)}/goal-report`, token);
  expect(json.goals).toMatchObject([{ code: 'RW.1.067', sources: [{ counts: { results: 2 } }] }]);
  for (const { id } of roster.learners) expect(text).not.toContain(id);
  expect(text).not.toContain('"values"');
});

test('a teacher has those of the own group only', async () => {
  const teacher = (await keyOf(rest)).alias('leerkracht', 't-g1');
  const own = await rest.token({ role: 'teacher', teacher, scopes: [] });
  const statuses = await Promise.all(
    [
      `/learners/${idOf('learners', 0)}`,
      `/learners/${idOf('learners', 3)}`,
      `/groups/${idOf('groups', 0)}`,
      `/groups/${idOf('groups', 1)}`,
    ].map(async (path) => (await rest.ask(`${path}/goal-report`, own)).status),
  );
  expect(statuses).toEqual([200, 404, 200, 404]);
});

test('a period that ends before it begins is refused, and a goal that is not there has no results', async () => {
  const path = `/learners/${idOf('learners', 0)}/goal-report`;
  expect((await rest.ask(`${path}?from=2026-09-01&until=2026-08-01`, token)).status).toBe(400);
  expect((await rest.ask(`${path}?goal=RW.9.999`, token)).json.goals).toEqual([]);
  expect((await rest.ask(`${path}?until=2026-09-13`, token)).json.goals).toEqual([]);
});
