import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import type { Endpoint } from '../../src/api/http/endpoint.js';
import { type Permission, ROLES } from '../../src/directory/access/roles.js';
import type { Roster } from '../../src/model/roster/roster.js';
import { SCHOOL } from '../store/support/records.js';
import { signalIntake, signalRow } from '../store/support/signals.js';
import { deliverOf } from './support/dated-results.js';
import { linkOf } from './support/detail-link.js';
import { loadExample } from './support/example-goals.js';
import { annotationSeen, WHOLE_HOURS } from './support/planted-annotations.js';
import { plantSignals } from './support/planted-signals.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { group, keyOf, pupil, smallSchool, sync, teacher } from './support/roster-data.js';
import { uuid } from './support/school-data.js';
import { aliasSeen, resultSeen } from './support/seen.js';

/** One system that every teacher works with: so what one of them was told is known there, and only the role keeps the others from it. */
const BOARD = 'bord';
/** The school year that runs by the clock of these tests began here. */
const TODAY = '2026-10-01';

let rest: RestServer;
let roster: Roster;
let own: Record<string, string>;
let others: Record<string, string>;
/** Everything that belongs to the other group, by the names that the system knows. */
let ofOthers: readonly string[];

beforeAll(async () => {
  rest = await startRest();
  roster = await sync(rest, smallSchool(), SCHOOL, BOARD);
  const schoolKey = await keyOf(rest);
  for (const { key = '' } of roster.learners) {
    await deliverOf(rest, key, { [`of ${key}`]: TODAY });
    await plantSignals(rest, { [`signal of ${key}`]: schoolKey.alias('leerlingid', key) });
  }
  const resultOf = (name: string) => resultSeen(rest, `of ${name}`, SCHOOL, BOARD);
  const signalOf = (name: string) => resultSeen(rest, `signal of ${name}`, SCHOOL, BOARD);
  own = {
    learners: idOf('learners', 0),
    groups: idOf('groups', 0),
    teachers: idOf('teachers', 0),
    results: await resultOf('p1'),
    links: await linkOf(rest, 'of p1'),
  };
  own = { ...own, signals: await signalOf('p1') };
  others = {
    learners: idOf('learners', 3),
    groups: idOf('groups', 1),
    teachers: idOf('teachers', 1),
    results: await resultOf('p4'),
    links: await linkOf(rest, 'of p4'),
  };
  others = { ...others, signals: await signalOf('p4') };
  await loadExample(rest.store);
  const annotationOf = (author: string, learner: string) => annotationSeen(rest, { school: SCHOOL, client: BOARD, author, learner });
  own['annotations'] = await annotationOf('t-g1', 'p1');
  others['annotations'] = await annotationOf('t-g2', 'p4');
  ofOthers = [...Object.values(others), idOf('learners', 4), await resultOf('p5'), await signalOf('p5')];
});
afterAll(() => rest.stop());

function idOf(kind: 'learners' | 'groups' | 'teachers', at: number): string {
  return roster[kind][at]?.id as string;
}

/** A token of the teacher with this key in the administration. */
async function tokenOf(key: string): Promise<string> {
  const id = (await keyOf(rest)).alias('leerkracht', key);
  return rest.token({ client: BOARD, role: 'teacher', teacher: id, scopes: [] });
}

function opens({ scopes }: Endpoint): boolean {
  const held: readonly Permission[] = ROLES.teacher.permissions;
  return scopes.some((scope) => held.includes(scope));
}

/** What stands under these paths is of no learner and no group. */
const OF_NOBODY: readonly string[] = ['/goals/{id}', '/goals/{id}/activities'];

function ask(endpoint: Endpoint, token: string, ids: Record<string, string>): Promise<Reply> {
  return rest.ask(filled(endpoint, ids), token, endpoint.method === 'post' ? POST : {});
}

function filled({ path }: Endpoint, ids: Record<string, string>): string {
  return path.replace('{id}', ids[path.split('/')[1] as string] ?? 'iets').replace('{goal}', encodeURIComponent(WHOLE_HOURS));
}

describe('a teacher of another group', () => {
  test('gets 404 on every path of one learner, group, teacher, result or annotation, as if it were not there', async () => {
    const token = await tokenOf('t-g1');
    const paths = ENDPOINTS.filter((one) => opens(one) && one.id !== undefined && !OF_NOBODY.includes(one.path));
    const unknown = Object.fromEntries(Object.keys(others).map((kind) => [kind, 'bestaat-niet']));
    for (const endpoint of paths) {
      const [known, none] = await Promise.all([others, unknown].map((ids) => ask(endpoint, token, ids)));
      expect([endpoint.path, known?.status]).toEqual([endpoint.path, 404]);
      expect({ ...known?.json, requestId: '' }).toEqual({ ...none?.json, requestId: '' });
    }
    console.log(`a teacher of another group: ${paths.length} paths, 404 on each`);
    expect(paths.length).toBeGreaterThanOrEqual(10);
  });

  test('finds nothing of them in any list, and no list of them has pages', async () => {
    const token = await tokenOf('t-g1');
    const lists = ENDPOINTS.filter((one) => one.method === undefined && opens(one) && one.id === undefined);
    for (const endpoint of lists) {
      const { status, text } = await rest.ask(endpoint.path, token);
      expect([endpoint.path, status]).toEqual([endpoint.path, 200]);
      for (const name of ofOthers) expect([endpoint.path, text.includes(name)]).toEqual([endpoint.path, false]);
      for (const [parameter, id] of [
        ['group', others['groups']],
        ['learner', others['learners']],
        ['member', others['learners']],
      ] as const) {
        if (!(parameter in endpoint.parameters)) continue;
        const asked = await rest.ask(`${endpoint.path}?${parameter}=${id}${'limit' in endpoint.parameters ? '&limit=1' : ''}`, token);
        expect([endpoint.path, parameter, asked.status, isEmpty(asked)]).toEqual([endpoint.path, parameter, asked.status, true]);
      }
    }
    expect(lists.length).toBeGreaterThanOrEqual(9);
  });

  test('is told that the scope is missing where nobody who teaches has to be', async () => {
    const token = await tokenOf('t-g1');
    for (const endpoint of ENDPOINTS.filter((one) => !opens(one))) {
      const { status } = await ask(endpoint, token, own);
      expect([endpoint.path, status]).toEqual([endpoint.path, 403]);
    }
  });
});

const POST: RequestInit = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };

function isEmpty({ status, json }: Reply): boolean {
  return status === 404 || (json.items.length === 0 && json.next === undefined);
}

test('the teacher of the group sees its learners by name, their results, and nobody of the staff but the own group', async () => {
  const token = await tokenOf('t-g1');
  const names = (reply: Reply) => reply.json.items.map(({ id }: { id: string }) => id);
  const learners = await rest.ask('/learners?identities=true', token);
  expect(names(learners).sort()).toEqual([0, 1, 2].map((at) => idOf('learners', at)).sort());
  expect(learners.json.items.every(({ key }: { key: string }) => ['p1', 'p2', 'p3'].includes(key))).toBe(true);
  expect(names(await rest.ask('/groups', token))).toEqual([idOf('groups', 0)]);
  expect(names(await rest.ask('/teachers', token))).toEqual([idOf('teachers', 0)]);
  expect(names(await rest.ask(`/groups/${own['groups']}/learners`, token))).toHaveLength(3);
  expect((await rest.ask(`/learners/${own['learners']}`, token)).status).toBe(200);
  const results = await rest.ask('/results', token);
  expect(new Set(results.json.items.map(({ rosterLearner }: { rosterLearner: string }) => rosterLearner))).toEqual(
    new Set([0, 1, 2].map((at) => idOf('learners', at))),
  );
  expect((await rest.ask(`/results/${own['results']}`, token)).json).toMatchObject({ rosterLearner: own['learners'] });
});

test('a supervisor sees the learners of the whole school, and nothing of messages, agreements and keys', async () => {
  const token = await rest.token({ client: BOARD, role: 'supervisor', scopes: [] });
  expect((await rest.ask('/learners?identities=true', token)).json.items).toHaveLength(5);
  expect((await rest.ask('/results', token)).json.items).toHaveLength(5);
  for (const path of ['/exchanges', '/agreements', '/keys', '/tokens', '/deliveries', '/audit']) {
    expect([path, (await rest.ask(path, token)).status]).toEqual([path, 403]);
  }
});

test('what a teacher got is no answer for a colleague who asks with its ETag', async () => {
  const [one, other] = [await tokenOf('t-g1'), await tokenOf('t-g2')];
  const etag = (await rest.ask('/groups', one)).headers.get('etag') as string;
  expect((await rest.ask('/groups', one, { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await rest.ask('/groups', other, { headers: { 'if-none-match': etag } })).status).toBe(200);
});

test('what a supervisor got is no answer for the same person as a teacher who asks with its ETag', async () => {
  const id = (await keyOf(rest)).alias('leerkracht', 't-g1');
  const supervisor = await rest.token({ client: BOARD, role: 'supervisor', teacher: id, scopes: [] });
  for (const path of ['/learners', '/groups', '/teachers']) {
    const headers = { 'if-none-match': (await rest.ask(path, supervisor)).headers.get('etag') as string };
    expect([path, (await rest.ask(path, supervisor, { headers })).status]).toEqual([path, 304]);
    expect([path, (await rest.ask(path, await tokenOf('t-g1'), { headers })).status]).toEqual([path, 200]);
  }
});

test('pages of results hold only what may be seen, however many others there are', async () => {
  const own = await startRest();
  const pupils = Array.from({ length: 40 }, (_, at) => `p${at + 1}`);
  await sync(own, smallSchool(pupils), SCHOOL, BOARD);
  for (const key of pupils) await deliverOf(own, key, Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${key} ${at}`, TODAY])));
  const token = await own.token({ client: BOARD, role: 'teacher', teacher: (await keyOf(own)).alias('leerkracht', 't-g1'), scopes: [] });
  const sizes: number[] = [];
  let cursor = '';
  do {
    const { json } = await own.ask(`/results?limit=100${cursor}`, token);
    sizes.push(json.items.length);
    cursor = json.next === undefined ? '' : `&cursor=${json.next}`;
  } while (cursor !== '');
  expect(sizes).toEqual([100, 80]);
  await own.stop();
});

describe('membership', () => {
  let moved: RestServer;
  let learner: string;

  beforeAll(async () => {
    // Pupil p1 is in g1 from the first roster on, and in g2 from the second one on, which came on 1 September.
    moved = await startRest();
    const groups = [group('g1'), group('g2')];
    const teachers = [teacher('t-g1', [groups[0]!]), teacher('t-g2', [groups[1]!])];
    const school = smallSchool(['p1', 'p2']);
    const before = { ...school, groups, teachers, learners: [pupil('p1', { group: 'g1' }), pupil('p2', { group: 'g2' })] };
    await sync(moved, before, SCHOOL, BOARD);
    await sync(moved, { ...before, learners: [pupil('p1', { group: 'g2' }), pupil('p2', { group: 'g2' })] }, SCHOOL, BOARD);
    await deliverOf(moved, 'p1', { august: '2026-08-20', september: '2026-09-20', lastYear: '2026-05-01' });
    learner = await aliasSeen(moved, (await keyOf(moved)).alias('leerlingid', 'p1'), { receiver: BOARD });
  });
  afterAll(() => moved.stop());

  async function datesFor(key: string): Promise<readonly string[]> {
    const id = (await keyOf(moved)).alias('leerkracht', key);
    const token = await moved.token({ client: BOARD, role: 'teacher', teacher: id, scopes: [] });
    const { json } = await moved.ask('/results', token);
    return json.items.map(({ date }: { date: string }) => date).sort();
  }

  test('counts on the day of the result: the old teacher keeps what was, the new one has what came since', async () => {
    expect(await datesFor('t-g1')).toEqual(['2026-08-20']);
    expect(await datesFor('t-g2')).toEqual(['2026-09-20']);
  });

  test('counts now for who is in the group: the pupil who moved is a learner of the new teacher only', async () => {
    const statuses = await Promise.all(
      ['t-g1', 't-g2'].map(async (key) => {
        const id = (await keyOf(moved)).alias('leerkracht', key);
        const token = await moved.token({ client: BOARD, role: 'teacher', teacher: id, scopes: [] });
        return (await moved.ask(`/learners/${learner}`, token)).status;
      }),
    );
    expect(statuses).toEqual([404, 200]);
  });

  test('counts for a signal on the day on which it was raised, also where it rests on a result of before', async () => {
    const alias = (await keyOf(moved)).alias('leerlingid', 'p1');
    const row = signalRow(uuid('raised in september'), { learner: alias, raisedAt: '2026-09-21T07:00:00.000Z', basis: [uuid('august')] });
    expect((await moved.store.goals.signals.takeSignals(signalIntake([row]))).kind).toBe('stored');
    const seenBy = async (key: string) => {
      const id = (await keyOf(moved)).alias('leerkracht', key);
      const token = await moved.token({ client: BOARD, role: 'teacher', teacher: id, scopes: [] });
      const list = await moved.ask('/results', token);
      const ofAugust = list.json.items.find(({ date }: { date: string }) => date === '2026-08-20')?.id;
      const more = ofAugust === undefined ? [] : ['', '/revisions'].map((path) => moved.ask(`/results/${ofAugust}${path}`, token));
      return [list, ...(await Promise.all([...more, moved.ask('/signals', token)]))].map(({ text }) => text.includes('STUCK'));
    };
    expect(await seenBy('t-g1')).toEqual([false, false, false, false]);
    expect(await seenBy('t-g2')).toEqual([false, true]);
    const school = await moved.token({ client: BOARD, role: 'school', scopes: [] });
    expect((await moved.ask('/results', school)).text).toContain('STUCK');
  });

  test('is what an answer to a teacher says that it is about: nothing shown is not nothing received', async () => {
    await loadExample(moved.store);
    const says = async (key: string) => {
      const id = (await keyOf(moved)).alias('leerkracht', key);
      const token = await moved.token({ client: BOARD, role: 'teacher', teacher: id, scopes: [] });
      const { json } = await moved.ask(`/learners/${learner}/goals/${encodeURIComponent(WHOLE_HOURS)}`, token);
      return json.covers.says;
    };
    expect(await says('t-g2')).toContain('days on which the learner was in a group of that teacher');
    const school = await moved.token({ client: BOARD, role: 'school', scopes: [] });
    const { json } = await moved.ask(`/learners/${learner}/goals/${encodeURIComponent(WHOLE_HOURS)}`, school);
    expect(json.covers.says).not.toContain('teacher');
  });

  test('that changes is no "not modified" for who was in the group, also in a roster that stays as it was', async () => {
    const own = await startRest();
    const groups = [group('g1'), group('g2')];
    const teachers = [teacher('t-g1', [groups[0]!]), teacher('t-g2', [groups[1]!])];
    const last = smallSchool(['p1'], '2025-2026');
    await sync(own, { ...last, groups, teachers, learners: [pupil('p1', { group: 'g1' })] }, SCHOOL, BOARD);
    const now = smallSchool(['p1']);
    await sync(own, { ...now, groups, teachers, learners: [pupil('p1', { group: 'g1' })] }, SCHOOL, BOARD);
    const id = (await keyOf(own)).alias('leerkracht', 't-g1');
    const token = await own.token({ client: BOARD, role: 'teacher', teacher: id, scopes: [] });
    const path = '/learners?schoolYear=2025-2026';
    const before = await own.ask(path, token);
    const again = { headers: { 'if-none-match': before.headers.get('etag') as string } };
    expect([before.json.items.length, (await own.ask(path, token, again)).status]).toEqual([1, 304]);
    await sync(own, { ...now, groups, teachers: teachers.slice(1), learners: [pupil('p1', { group: 'g1' })] }, SCHOOL, BOARD);
    const after = await own.ask(path, token, again);
    expect([after.status, after.json?.items]).toEqual([200, []]);
    await own.stop();
  });

  test('ends for all of it when the teacher is no longer in the roster', async () => {
    const groups = [group('g1'), group('g2')];
    await sync(
      moved,
      { ...smallSchool(['p1']), groups, teachers: [teacher('t-g2', [groups[1]!])], learners: [pupil('p1')] },
      SCHOOL,
      BOARD,
    );
    expect(await datesFor('t-g1')).toEqual([]);
  });
});

test('a token of the role teacher that is bound to nobody opens nothing', async () => {
  const token = await rest.token({ client: BOARD, role: 'teacher', scopes: [] });
  for (const endpoint of ENDPOINTS) {
    expect((await ask(endpoint, token, own)).status).toBe(403);
  }
});
