import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Roster } from '../../src/model/roster/roster.js';
import { SCHOOL } from '../store/support/records.js';
import { loadExample } from './support/example-goals.js';
import { annotationSeen, HALF_HOURS, WHOLE_HOURS } from './support/planted-annotations.js';
import { ASSESSMENT, postedBody, postedResult, postResults } from './support/posted.js';
import { postedSignal, postSignals } from './support/posted-signals.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { smallSchool, sync } from './support/roster-data.js';

const SCOPES = ['results:read', 'goals:read', 'learners:read', 'signals:read', 'annotations:read'] as const;

let rest: RestServer;
let roster: Roster;
/** Every path that shows results by goal. */
let paths: readonly string[];

beforeAll(async () => {
  rest = await startRest();
  const all = await rest.token();
  roster = await sync(rest, smallSchool());
  await loadExample(rest.store);
  const assessments = [{ ...ASSESSMENT, hierarchy: [{ level: '1', entry: { value: WHOLE_HOURS } }] }];
  expect(
    (await postResults(rest, all, postedBody({ assessments, results: [postedResult('r-1', { learner: { leerlingid: 'p1' } })] }))).status,
  ).toBe(201);
  // Of p1 on what results are of too, and of p2 on a goal that nothing else is about.
  const signals = [
    postedSignal('s-1', { learner: { leerlingid: 'p1' }, supplierGoal: { id: WHOLE_HOURS }, basis: { results: ['r-1'] } }),
    postedSignal('s-2', { learner: { leerlingid: 'p2' }, supplierGoal: { id: HALF_HOURS } }),
    postedSignal('s-3', { learner: { leerlingid: 'p2' }, supplierGoal: { id: 'van geen lijst' } }),
  ];
  expect((await postSignals(rest, all, signals)).status).toBe(201);
  await annotationSeen(rest, { school: SCHOOL, client: 'dashboard', author: 't-g1', learner: 'p3', goal: HALF_HOURS });
  const [group, first, second] = [roster.groups[0]?.id, roster.learners[0]?.id, roster.learners[1]?.id];
  const goal = (uri: string) => encodeURIComponent(uri);
  paths = [
    `/groups/${group}/goals`,
    `/groups/${group}/goal-report`,
    `/learners/${first}/goals/${goal(WHOLE_HOURS)}`,
    `/learners/${second}/goals/${goal(HALF_HOURS)}`,
    `/learners/${first}/goal-report`,
  ];
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

const without = (scope: string) => rest.token({ scopes: SCOPES.filter((one) => one !== scope) });

describe('results by goal', () => {
  test('are no way around the scope that goal links need, nor who is in a group around that of learners', async () => {
    for (const path of paths) {
      const { status, json, headers } = await rest.ask(path, await without('goals:read'));
      expect([path, status, json.type]).toEqual([path, 403, 'urn:uwlr-gateway:problem:scope-missing']);
      expect(headers.get('www-authenticate')).toContain('scope="goals:read"');
    }
    expect((await rest.ask(paths[0] as string, await without('learners:read'))).status).toBe(403);
  });

  test('have no signal for a client that may not read signals, and nothing from which it follows that there is one', async () => {
    const [all, none] = [await rest.token({ scopes: SCOPES }), await without('signals:read')];
    const shown = await Promise.all(paths.map(async (path) => (await rest.ask(path, all)).text.includes('STUCK')));
    expect(shown).toEqual([true, false, true, true, false]);
    for (const path of paths) expect([path, (await rest.ask(path, none)).text.includes('STUCK')]).toEqual([path, false]);
    const { items, signalsWithoutGoal } = (await rest.ask(paths[0] as string, none)).json;
    expect(signalsWithoutGoal).toEqual([]);
    const second = roster.learners[1]?.id;
    for (const { goal, nothingReceived } of items) expect([goal.uri, nothingReceived.includes(second)]).toEqual([goal.uri, true]);
    expect((await rest.ask(paths[3] as string, none)).json).toMatchObject({ received: 'nothing', signals: [] });
  });

  test('have no goal that only signals or annotations are about for a client that may read neither', async () => {
    const token = await rest.token({ scopes: ['results:read', 'goals:read', 'learners:read'] });
    const { items } = (await rest.ask(paths[0] as string, token)).json;
    expect(items.map(({ goal }: { goal: { uri: string } }) => goal.uri)).toEqual([WHOLE_HOURS]);
  });
});
