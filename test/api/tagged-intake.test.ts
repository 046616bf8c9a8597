import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import type { Term } from '../../src/model/result.js';
import { SCHOOL } from '../store/support/records.js';
import { postedBody, postedResult, postResults } from './support/posted.js';
import { type RestServer, startRest } from './support/rest-server.js';

const FILE = new URL('../../fixtures/goals/voorbeeld-rekenen-meten.json', import.meta.url);
const HOURS = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const SET = { set: 'voorbeeld-rekenen-meten', setVersion: '1' };

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  const set = readGoalSet([{ name: 'doelen.json', bytes: readFileSync(FILE) }], {});
  await rest.store.goals.sets.importGoalSet(set, undefined, '2026-11-02T09:00:00.000Z');
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

/** The links of a result that is posted with these goals. */
async function linksOf(key: string, goals: readonly Term[]): Promise<unknown> {
  const body = postedBody({ results: [postedResult(key, { activity: { code: 'T1', goals } })] });
  const { status, json } = await postResults(rest, token, body);
  expect(status).toBe(201);
  return (await rest.ask(`/results/${json.ids[0]}`, token)).json.goalLinks;
}

test('a posted result is about the goals that it names, in any way of writing, and what no set has is kept as it was written', async () => {
  const said = { coverage: 'unknown', assertedBy: 'supplier' };
  const written = `http://purl.edustandaard.nl/begrippenkader/${HOURS.slice(-36).toUpperCase()}/`;
  const unknown = 'bk:11111111-0000-4000-8000-000000000000';
  const goals = [
    { value: written },
    { value: 'RW.1.067', vocabulary: 'https://doelen.voorbeeld/sets/rekenen-meten/1' },
    { value: unknown },
  ];
  expect(await linksOf('doel-1', goals)).toEqual([
    { goal: HOURS, ...SET, ...said, via: 'message', original: written },
    { goal: HOURS, ...SET, ...said, via: 'code', original: 'RW.1.067' },
    { original: unknown, ...said, via: 'message' },
  ]);
});

test('results of one activity have the same goals, and those of another have their own', async () => {
  const [one, other, none] = [
    await linksOf('doel-2', [{ value: HOURS }]),
    await linksOf('doel-3', [{ value: HOURS }]),
    await linksOf('doel-4', []),
  ];
  expect(one).toMatchObject([{ goal: HOURS }]);
  expect(other).toEqual(one);
  expect(none).toEqual([]);
  const { items } = await rest.store.results({ school: SCHOOL, limit: 100 });
  expect(items.filter(({ goalLinks }) => goalLinks.length > 0)).toHaveLength(3);
});
