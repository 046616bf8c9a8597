import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Roster } from '../../src/model/roster/roster.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { SCHOOL } from '../store/support/records.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';
import { loadExample } from './support/example-goals.js';
import { WHOLE_HOURS } from './support/planted-annotations.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { keyOf, smallSchool, sync } from './support/roster-data.js';
import { asSeen } from './support/seen.js';

const BOARD = 'bord';

let rest: RestServer;
let roster: Roster;
let teacher: string;
let now: Date;

beforeAll(async () => {
  rest = await startRest({ now: () => now });
  now = new Date('2026-10-01T08:00:00Z');
  await loadExample(rest.store);
  roster = await sync(rest, smallSchool(), SCHOOL, BOARD);
  teacher = await tokenOf('t-g1');
});
afterAll(() => rest.stop());
beforeEach(() => {
  now = new Date('2026-10-01T08:00:00Z');
});

function idOf(kind: 'learners' | 'groups' | 'teachers', at: number): string {
  return roster[kind][at]?.id as string;
}

async function tokenOf(key: string): Promise<string> {
  return rest.token({ client: BOARD, role: 'teacher', teacher: (await keyOf(rest)).alias('leerkracht', key), scopes: [] });
}

function post(path: string, token: string, body: object): Promise<Reply> {
  return rest.ask(path, token, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

const idsIn = ({ json }: Reply): readonly string[] => json.items.map(({ id }: { id: string }) => id);

describe('an annotation', () => {
  test('of a teacher about a goal and a learner is found again a week later, and never by a colleague', async () => {
    const body = { learner: idOf('learners', 0), goal: 'bk:30789C91-5b39-4780-98f3-a1bd6af2d808', kind: 'workingOn', until: '2026-10-16' };
    const { status, json } = await post('/annotations', teacher, body);
    expect([status, json]).toMatchObject([
      200,
      { author: idOf('teachers', 0), learner: body.learner, kind: 'workingOn', until: '2026-10-16', holds: true },
    ]);
    expect(json.goal).toMatchObject({ uri: WHOLE_HOURS, code: 'RW.1.067', set: { status: 'definitief', legalStatus: 'published' } });
    now = new Date('2026-10-08T08:00:00Z');
    const later = await rest.ask(`/annotations?goal=${encodeURIComponent(WHOLE_HOURS)}`, teacher);
    expect(later.json.items).toEqual([json]);
    expect(idsIn(await rest.ask('/annotations', await tokenOf('t-g2')))).toEqual([]);
    expect((await post(`/annotations/${json.id}/end`, await tokenOf('t-g2'), {})).status).toBe(404);
  });

  test('past its period does not hold, and is in the list of all of them', async () => {
    const { json } = await post('/annotations', teacher, {
      ...{ group: idOf('groups', 0), goal: WHOLE_HOURS, kind: 'relevant', from: '2026-10-01', until: '2026-10-02' },
    });
    now = new Date('2026-10-03T08:00:00Z');
    expect(idsIn(await rest.ask('/annotations?kind=relevant', teacher))).toEqual([]);
    const all = await rest.ask('/annotations?kind=relevant&state=all', teacher);
    expect(all.json.items).toEqual([{ ...json, holds: false }]);
  });

  test('made twice is there once, and another text is another note', async () => {
    const note = { group: idOf('groups', 0), goal: WHOLE_HOURS, kind: 'note', note: 'Met een echte klok.\nIn de kring.' };
    const [one, again] = [await post('/annotations', teacher, note), await post('/annotations', teacher, note)];
    expect(again.json).toEqual(one.json);
    expect(one.json.note).toBe(note.note);
    expect((await post('/annotations', teacher, { ...note, note: 'Anders' })).json.id).not.toBe(one.json.id);
    expect(idsIn(await rest.ask('/annotations?kind=note', teacher))).toHaveLength(2);
  });

  test('is ended by its author or the school, once, and by no other teacher', async () => {
    const { json } = await post('/annotations', teacher, { learner: idOf('learners', 1), goal: WHOLE_HOURS, kind: 'sufficientlyTreated' });
    const supervisor = await rest.token({
      ...{ client: BOARD, role: 'supervisor', scopes: [] },
      teacher: (await keyOf(rest)).alias('leerkracht', 't-g2'),
    });
    const refused = await post(`/annotations/${json.id}/end`, supervisor, {});
    expect([refused.status, refused.json.type]).toEqual([403, 'urn:uwlr-gateway:problem:other-author']);
    const ended = await post(`/annotations/${json.id}/end`, teacher, {});
    expect(ended.json).toMatchObject({ id: json.id, holds: false, endedAt: '2026-10-01T08:00:00.000Z' });
    now = new Date('2026-10-05T08:00:00Z');
    expect((await post(`/annotations/${json.id}/end`, teacher, {})).json).toEqual(ended.json);
    const school = await rest.token({ client: BOARD, role: 'school', scopes: [] });
    expect((await post(`/annotations/${json.id}/end`, school, {})).json).toEqual(ended.json);
  });

  test('keeps the text of a note sealed: it stands in no file of the data directory, and no audit', async () => {
    const text = 'verzonnen-aantekening-die-nergens-staat';
    await post('/annotations', teacher, { learner: idOf('learners', 2), goal: WHOLE_HOURS, kind: 'note', note: text });
    const { items } = await rest.store.audit({ school: SCHOOL, operation: 'annotation.add', limit: 1 });
    expect(items).toMatchObject([{ actor: 'role:teacher/bord' }]);
    expectNowhere({ note: text }, { audit: JSON.stringify(items) }, await everyFile(path.dirname(rest.file)));
  });

  test('has another id for each client, so that two of them cannot lay their lists side by side', async () => {
    await asSeen(rest, roster, SCHOOL, 'ander-bord').catch(() => undefined);
    const other = await rest.token({ client: 'ander-bord', role: 'school', scopes: [] });
    const [own, theirs] = [await rest.token({ client: BOARD, role: 'school', scopes: [] }), other];
    const [ours, ids] = [idsIn(await rest.ask('/annotations?state=all', own)), idsIn(await rest.ask('/annotations?state=all', theirs))];
    expect(ids).toHaveLength(ours.length);
    expect(ids.filter((id) => ours.includes(id))).toEqual([]);
  });

  test('about a learner whose data are restricted is in no list', async () => {
    const school = await rest.token({ client: BOARD, role: 'school', scopes: [] });
    const before = idsIn(await rest.ask('/annotations?state=all', school));
    const id = (await keyOf(rest)).alias('leerlingid', 'p3');
    await rest.store.rights.restrict(SCHOOL, { learner: id, names: [] }, '2026-10-01T08:00:00.000Z', true);
    const after = await rest.ask('/annotations?state=all', school);
    expect(after.json.items.some(({ learner }: { learner?: string }) => learner === idOf('learners', 2))).toBe(false);
    expect(idsIn(after).length).toBeLessThan(before.length);
    await rest.store.rights.restrict(SCHOOL, { learner: id, names: [] }, '2026-10-01T08:00:00.000Z', false);
  });
});

test('an annotation about a pupil who is erased in the moment before it is stored is not kept', async () => {
  const own = await startRest({ now: () => now });
  await loadExample(own.store);
  const { learners } = await sync(own, smallSchool(), SCHOOL, BOARD);
  const token = await own.token({ client: BOARD, role: 'school', scopes: [] });
  const author = (await own.ask('/teachers', token)).json.items[0].id;
  const key = await keyOf(own);
  const id = key.alias('leerlingid', 'p1');
  const { annotations } = own.store.goals;
  const places = annotations.annotationPlaces.bind(annotations);
  // After the learner was looked up, and before the annotation is stored.
  jest.spyOn(Object.getPrototypeOf(annotations), 'annotationPlaces').mockImplementationOnce(async (...asked) => {
    await eraseLearner({ store: own.store, school: SCHOOL, schoolKey: key, person: { learner: id, names: [id] }, now, dryRun: false });
    return places(...(asked as Parameters<typeof places>));
  });
  const body = { learner: learners[0]?.id, author, goal: WHOLE_HOURS, kind: 'note', note: 'Verzonnen.' };
  const { status } = await own.ask('/annotations', token, {
    ...{ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
  });
  expect(status).toBe(404);
  expect(await annotations.annotations(SCHOOL, { learners: [id], groups: [] })).toEqual([]);
  await own.stop();
});

describe('nothing is kept', () => {
  const good = () => ({ learner: idOf('learners', 0), goal: WHOLE_HOURS, kind: 'relevant' });
  test.each([
    ['a goal of no loaded set', () => ({ ...good(), goal: 'https://doelen.voorbeeld/bestaat-niet' }), 'goal'],
    ['a code without its set', () => ({ ...good(), goal: 'RW.1.067' }), 'goal'],
    ['no goal', () => ({ learner: idOf('learners', 0), kind: 'relevant' }), 'goal'],
    ['a kind that there is not', () => ({ ...good(), kind: 'mastered' }), 'kind'],
    ['neither a learner nor a group', () => ({ goal: WHOLE_HOURS, kind: 'relevant' }), 'learner'],
    ['both a learner and a group', () => ({ ...good(), group: idOf('groups', 0) }), 'learner'],
    ['a note without words', () => ({ ...good(), kind: 'note' }), 'note'],
    ['words with an escape', () => ({ ...good(), note: 'a\u001bb' }), 'note'],
    ['too many words', () => ({ ...good(), note: 'a'.repeat(2_001) }), 'note'],
    ['a day that there is not', () => ({ ...good(), from: '2026-02-30' }), 'from'],
    ['an end before its beginning', () => ({ ...good(), from: '2026-10-02', until: '2026-10-01' }), 'until'],
  ])('of %s', async (_what, body, parameter) => {
    const before = await rest.store.audit({ school: SCHOOL, operation: 'annotation.add', limit: 100 });
    const { status, json } = await post('/annotations', teacher, body());
    expect([status, json.parameters?.map((fault: { parameter: string }) => fault.parameter)]).toEqual([400, [parameter]]);
    expect((await rest.store.audit({ school: SCHOOL, operation: 'annotation.add', limit: 100 })).items).toEqual(before.items);
  });

  test('by a teacher about another group, a learner of one, or in the name of a colleague: as if they were not there', async () => {
    const goal = { goal: WHOLE_HOURS, kind: 'relevant' };
    for (const body of [
      { ...goal, group: idOf('groups', 1) },
      { ...goal, learner: idOf('learners', 3) },
      { ...goal, learner: 'bestaat-niet' },
      { ...goal, learner: idOf('learners', 0), author: idOf('teachers', 1) },
    ]) {
      const { status, json } = await post('/annotations', teacher, body);
      expect([status, json.type]).toEqual([404, 'urn:uwlr-gateway:problem:not-found']);
    }
  });

  test('by a token of no teacher that does not say who notes it', async () => {
    const school = await rest.token({ client: BOARD, role: 'school', scopes: [] });
    const body = { learner: idOf('learners', 0), goal: WHOLE_HOURS, kind: 'relevant' };
    expect((await post('/annotations', school, body)).json.parameters).toEqual([
      { parameter: 'author', reason: 'must be given: the token is of no teacher' },
    ]);
    expect((await post('/annotations', school, { ...body, author: idOf('teachers', 1) })).json).toMatchObject({
      author: idOf('teachers', 1),
    });
  });
});
