import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingLearner } from '../../src/model/roster/roster.js';
import { learner, roster } from '../exchange/roster/support/invented-roster.js';
import { OTHER_SCHOOL } from '../store/support/records.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { group, keyOf, pupil, smallSchool, sync, YEAR } from './support/roster-data.js';
import { deliver } from './support/school-data.js';
import { aliasSeen } from './support/seen.js';

let rest: RestServer;
let token: string;

beforeEach(async () => {
  rest = await startRest();
  token = await rest.token();
});
afterEach(() => rest.stop());

const ids = ({ json }: Reply): string[] => json.items.map(({ id }: { id: string }) => id);
const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).sort();

/** Follows `next` to the end. `between` runs after each page. */
async function walk(path: string, between: (page: number) => Promise<unknown> = async () => undefined): Promise<Reply[]> {
  const pages: Reply[] = [];
  let cursor: string | undefined;
  do {
    const reply = await rest.ask(`${path}${cursor === undefined ? '' : `&cursor=${cursor}`}`, token);
    expect(reply.status).toBe(200);
    pages.push(reply);
    cursor = reply.json.next;
    await between(pages.length);
  } while (cursor !== undefined);
  return pages;
}

describe('lists of a roster', () => {
  test('are of the school year that runs, or of the one that is asked for', async () => {
    const now = await sync(rest, smallSchool(['p1', 'p2']));
    const before = await sync(rest, smallSchool(['p1', 'p9'], '2025-2026'));
    for (const path of ['/learners', '/learners?schoolYear=2026-2027']) {
      const reply = await rest.ask(path, token);
      expect([ids(reply), reply.json.schoolYear, reply.json.revision]).toEqual([idsOf(now.learners), YEAR, 1]);
    }
    expect(ids(await rest.ask('/learners?schoolYear=2025-2026', token))).toEqual(idsOf(before.learners));
  });

  test.each(['/learners', '/groups', '/teachers', '/memberships'])('%s is empty for a school year that nobody told of', async (path) => {
    await sync(rest, smallSchool());
    expect((await rest.ask(`${path}?schoolYear=2019-2020`, token)).json).toEqual({ schoolYear: '2019-2020', items: [] });
  });

  test('are empty when there is no roster at all', async () => {
    for (const path of ['/learners', '/groups', '/teachers', '/memberships']) {
      expect((await rest.ask(path, token)).json).toEqual({ schoolYear: YEAR, items: [] });
    }
    expect((await rest.ask('/rosters', token)).json).toEqual({ items: [] });
  });

  test.each(['2026', '2026-2028', '2027-2026', '2026/2027', ''])('refuse %s as a school year', async (year) => {
    const { status, json } = await rest.ask(`/learners?schoolYear=${encodeURIComponent(year)}`, token);
    const reason = 'must be two years that follow each other, such as 2026-2027';
    expect([status, json.parameters]).toEqual([400, [{ parameter: 'schoolYear', reason }]]);
  });

  test('show the members of a group', async () => {
    const { groups, learners, teachers } = await sync(rest, smallSchool());
    const [g1, g2] = idsIn(groups);
    expect(ids(await rest.ask(`/learners?group=${g1}`, token))).toEqual(idsOf(learners.slice(0, 3)));
    expect(ids(await rest.ask(`/groups/${g2}/learners`, token))).toEqual(idsOf(learners.slice(3)));
    expect(ids(await rest.ask(`/teachers?group=${g2}`, token))).toEqual([teachers[1]?.id]);
    expect(ids(await rest.ask('/learners?group=nobody', token))).toEqual([]);
    expect((await rest.ask('/groups/nobody/learners', token)).status).toBe(404);
    expect((await rest.ask(`/groups/${g1}/learners?schoolYear=2025-2026`, token)).status).toBe(404);
  });

  test('do not follow the source, which goes by name', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `p${String(at).padStart(2, '0')}`);
    const { learners } = await sync(rest, roster(names.map((name) => pupil(name))));
    const shown = ids(await rest.ask('/learners', token));
    expect(shown).toEqual(idsOf(learners));
    expect(shown).not.toEqual(learners.map(({ id }) => id));
  });

  test('link to the next page, also under a group', async () => {
    const { groups } = await sync(rest, smallSchool());
    const path = `/groups/${groups[0]?.id}/learners`;
    const first = await rest.ask(`${path}?limit=2`, token);
    expect(first.headers.get('link')).toBe(`</api/v1${path}?limit=2&cursor=${first.json.next}>; rel="next"`);
    expect((await rest.ask(`${path}?limit=2&cursor=${first.json.next}`, token)).json.items).toHaveLength(1);
  });

  test('refuse a cursor of another list, or none at all', async () => {
    await sync(rest, smallSchool());
    const [learners, groups, memberships] = await Promise.all(
      ['/learners', '/groups', '/memberships'].map(async (path) => (await rest.ask(`${path}?limit=1`, token)).json.next as string),
    );
    for (const [path, cursor] of [
      ['/learners', groups],
      ['/learners', memberships],
      ['/groups', learners],
      ['/teachers', learners],
      ['/memberships', learners],
      ['/learners/unmatched', learners],
      ['/learners', 'abc'],
      ['/memberships', ''],
      ['/learners', Buffer.from('learners:x').toString('base64url')],
    ]) {
      const { status, json } = await rest.ask(`${path}?cursor=${cursor}`, token);
      const fault = { parameter: 'cursor', reason: 'must be the `next` of an earlier page of this list' };
      expect([path, status, json.parameters]).toEqual([path, 400, [fault]]);
    }
  });
});

describe('read page by page', () => {
  const names = Array.from({ length: 60 }, (_, at) => `p${at}`);
  const school = (pupils: readonly IncomingLearner[]) => roster(pupils, { groups: [group('g1')] });
  const everybody = (more: (name: string) => Partial<IncomingLearner>) => names.map((name) => pupil(name, { group: 'g1', ...more(name) }));

  test.each([1, 7, 59, 60, 61])('%i at a time, everybody is there once', async (limit) => {
    const { learners } = await sync(rest, school(everybody(() => ({}))));
    for (const path of ['/learners?', `/learners?group=${learners[0]?.group}&`, `/groups/${learners[0]?.group}/learners?`]) {
      const pages = await walk(`${path}limit=${limit}`);
      expect(pages.flatMap(ids)).toEqual(idsOf(learners));
      expect(pages).toHaveLength(Math.ceil(60 / limit));
    }
    expect((await walk(`/memberships?limit=${limit}`)).flatMap(({ json }) => json.items)).toHaveLength(60);
  });

  test.each(['/learners?limit=4', '/memberships?limit=4'])('%s meets whoever stays once, whatever the source does', async (path) => {
    const { learners } = await sync(rest, school(everybody(() => ({}))));
    const gone = new Set(['p3', 'p17', 'p30', 'p41']);
    const stayed = new Set(learners.filter(({ key }) => !gone.has(key as string)).map(({ id }) => id));
    const pages = await walk(path, async (page) => {
      const name = { family: `Verzonnen ${page}` };
      const left = [...gone].slice(0, page);
      // Newcomers in front, everybody renamed and the other way round: every place in the source is another.
      const others = everybody(() => ({ name })).filter(({ key }) => !left.includes(key as string));
      const all = [pupil(`new ${page}`, { group: 'g1' }), ...others];
      await sync(rest, school(page % 2 === 0 ? all : all.reverse()));
    });
    const met = pages.flatMap(({ json }) => json.items.map((item: { id?: string; member?: string }) => item.id ?? item.member));
    expect(met.filter((id) => stayed.has(id)).sort()).toEqual([...stayed].sort());
    expect(new Set(met).size).toBe(met.length);
    expect(new Set(pages.map(({ json }) => json.revision)).size).toBe(pages.length);
  });

  test('a large school comes whole', async () => {
    const { learners } = await sync(rest, roster(Array.from({ length: 1200 }, (_, at) => pupil(`p${at}`))));
    const pages = await walk('/learners?limit=1000&identities=true');
    const keys = new Map(learners.map(({ id, key }) => [id, key]));
    expect(pages.map(({ json }) => json.items.length)).toEqual([1000, 200]);
    for (const { json } of pages) for (const { id, key } of json.items) expect(key).toBe(keys.get(id));
    expect(pages.flatMap(ids)).toEqual(idsOf(learners));
  });

  test('each page says of which revision it is, also while the roster changes', async () => {
    // The number of pupils is that of the revision.
    const upTo = (count: number) => roster(Array.from({ length: count }, (_, at) => pupil(`p${at}`)));
    await sync(rest, upTo(1));
    let done = false;
    const changing = (async () => {
      for (let count = 2; count <= 30; count++) await sync(rest, upTo(count));
      done = true;
    })();
    while (!done) {
      const { status, json } = await rest.ask('/learners', token);
      expect(status).toBe(200);
      expect(json.items).toHaveLength(json.revision);
    }
    await changing;
    expect((await rest.ask('/learners', token)).json).toMatchObject({ revision: 30, items: { length: 30 } });
  });
});

describe('one of a roster', () => {
  test('is found by id, and in other school years under the same id', async () => {
    const { learners, groups, teachers } = await sync(rest, smallSchool(['p1', 'p2', 'p3']));
    for (const [path, one] of [
      ['/learners', learners[1]],
      ['/groups', groups[1]],
      ['/teachers', teachers[1]],
    ] as const) {
      expect((await rest.ask(`${path}/${one?.id}?identities=true`, token)).json).toEqual(one);
      expect((await rest.ask(`${path}/nobody`, token)).status).toBe(404);
      expect((await rest.ask(`${path}/${one?.id}?schoolYear=2025-2026`, token)).status).toBe(404);
    }
    await sync(rest, smallSchool(['p2'], '2025-2026'));
    expect((await rest.ask(`/learners/${learners[1]?.id}?schoolYear=2025-2026`, token)).status).toBe(200);
  });

  test('is not found any more when it left', async () => {
    const { learners } = await sync(rest, smallSchool(['p1', 'p2']));
    await sync(rest, smallSchool(['p1']));
    expect((await rest.ask(`/learners/${learners[1]?.id}`, token)).status).toBe(404);
    expect(ids(await rest.ask('/learners', token))).toEqual([learners[0]?.id]);
  });
});

test('what is of another school is as if it were not there', async () => {
  const other = await sync(rest, smallSchool(), OTHER_SCHOOL);
  const [learnerId, groupId, teacherId] = [other.learners[0]?.id, other.groups[0]?.id, other.teachers[0]?.id];
  const paths = [`/learners/${learnerId}`, `/groups/${groupId}`, `/groups/${groupId}/learners`, `/teachers/${teacherId}`];
  const theirs = await rest.token({ school: OTHER_SCHOOL });
  for (const path of paths) {
    expect([path, (await rest.ask(path, token)).status]).toEqual([path, 404]);
    expect([path, (await rest.ask(path, theirs)).status]).toEqual([path, 200]);
  }
  await sync(rest, smallSchool());
  for (const path of [...paths, `/learners?group=${groupId}`, '/learners', '/groups', '/teachers', '/memberships', '/rosters']) {
    const { text } = await rest.ask(path, token);
    for (const id of [learnerId, groupId, teacherId]) expect(text).not.toContain(id);
  }
  expect((await rest.ask(`/learners?group=${groupId}`, token)).json.items).toEqual([]);
  expect((await rest.ask(`/learners?school=${OTHER_SCHOOL}`, token)).status).toBe(403);
});

describe('GET /memberships', () => {
  const of = async (query = '', by = token) =>
    (await rest.ask(`/memberships${query}`, by)).json.items as { memberKind: string; member: string; group: string; until?: string }[];

  test('shows from when until when, the past too', async () => {
    const first = await sync(rest, smallSchool(['p1', 'p2', 'p3', 'p4']));
    await sync(rest, smallSchool(['p1', 'p3', 'p4']));
    const [g1] = idsIn(first.groups);
    const [, gone, , moved] = idsIn(first.learners);
    const [heads] = (await rest.ask('/rosters', token)).json.items;
    expect(await of(`?member=${gone}`)).toEqual([
      { group: g1, memberKind: 'learner', member: gone, since: expect.any(String), until: heads.changedAt },
    ]);
    const places = (await of(`?member=${moved}`)).map(({ group: id, until }) => [id === g1, until === undefined]);
    expect(new Set(places.map(String))).toEqual(new Set(['true,true', 'false,false']));
    expect((await of(`?group=${g1}`)).every(({ group: id }) => id === g1)).toBe(true);
  });

  test('shows the kinds of members that the token may read', async () => {
    await sync(rest, smallSchool());
    const kinds = async (query: string, by: string) => new Set((await of(query, by)).map(({ memberKind }) => memberKind));
    const learnersOnly = await rest.token({ scopes: ['learners:read'] });
    const teachersOnly = await rest.token({ scopes: ['teachers:read'] });
    expect(await kinds('', token)).toEqual(new Set(['learner', 'teacher']));
    expect(await kinds('', learnersOnly)).toEqual(new Set(['learner']));
    expect(await kinds('', teachersOnly)).toEqual(new Set(['teacher']));
    expect(await kinds('?memberKind=teacher', token)).toEqual(new Set(['teacher']));
    const refused = await rest.ask('/memberships?memberKind=teacher', learnersOnly);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([403, expect.stringContaining('scope="teachers:read"')]);
    expect((await rest.ask('/memberships', await rest.token({ scopes: ['groups:read'] }))).status).toBe(403);
  });
});

test('GET /rosters tells of each school year how current it is and how many there are', async () => {
  await sync(rest, smallSchool(['p1', 'p2'], '2025-2026'));
  await sync(rest, smallSchool());
  await sync(rest, smallSchool(['p1', 'p2', 'p3', 'p4']));
  const common = { referenceDate: '2026-09-01', version: '2.3', receivedAt: expect.any(String), changedAt: expect.any(String) };
  expect((await rest.ask('/rosters', token)).json).toEqual({
    items: [
      { ...common, schoolYear: YEAR, revision: 2, learnerCount: 4, groupCount: 2, teacherCount: 2 },
      { ...common, schoolYear: '2025-2026', revision: 1, learnerCount: 2, groupCount: 2, teacherCount: 2 },
    ],
  });
});

describe('learners and results', () => {
  test('go by one id, by which the results of a learner are found', async () => {
    const key = await keyOf(rest);
    const { learners } = await sync(rest, roster([learner({ key: 'p1', eckId: 'nep-eck-1' }), learner({ key: 'p2' })]));
    await deliver(rest.store, { r1: '1' }, { learner: key.alias('leerlingid', 'p1') });
    await deliver(rest.store, { r2: '2' }, { learner: key.alias('eckid', 'nep-eck-1') });
    await deliver(rest.store, { r3: '3' }, { learner: key.alias('leerlingid', 'p2') });
    const results = async (id?: string) =>
      (await rest.ask(`/results?learner=${id}`, token)).json.items
        .map((item: { values: [{ value: string }] }) => item.values[0].value)
        .sort();
    expect(await results(learners[0]?.id)).toEqual(['1', '2']);
    expect(await results(learners[1]?.id)).toEqual(['3']);
    expect((await rest.ask('/learners/unmatched', token)).json).toEqual({ items: [] });
  });

  test('that do not find each other yet are listed: ids and numbers', async () => {
    await deliver(rest.store, { r1: '1', r2: '2' }, { learner: 'alias-1' });
    await deliver(rest.store, { r3: '3' }, { learner: 'alias-2' });
    await deliver(rest.store, { r4: '4' }, { school: OTHER_SCHOOL, learner: 'alias-3' });
    const pages = await walk('/learners/unmatched?limit=1');
    expect(pages.map(({ json }) => json.items.length)).toEqual([1, 1]);
    expect(new Set(pages.flatMap(({ json }) => json.items))).toEqual(
      new Set([
        { learner: await aliasSeen(rest, 'alias-1'), resultCount: 2 },
        { learner: await aliasSeen(rest, 'alias-2'), resultCount: 1 },
      ]),
    );
    await sync(rest, smallSchool());
    expect((await rest.ask('/learners/unmatched', token)).json.items).toHaveLength(2);
  });
});

describe('an ETag', () => {
  const paths = [
    '/learners',
    '/learners?limit=2',
    '/learners?identities=true',
    '/groups',
    '/teachers',
    '/learners/{id}',
    '/groups/{group}/learners',
  ];

  test.each(paths)('of %s is that of the revision: the same until the roster changes', async (template) => {
    const { learners, groups } = await sync(rest, smallSchool());
    const path = template.replace('{id}', String(learners[0]?.id)).replace('{group}', String(groups[0]?.id));
    const etag = (await rest.ask(path, token)).headers.get('etag') as string;
    const again = (given: string, by = token) => rest.ask(path, by, { headers: { 'if-none-match': given } });
    await sync(rest, smallSchool());
    for (const given of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const reply = await again(given);
      expect([reply.status, reply.text, reply.headers.get('etag')]).toEqual([304, '', etag]);
      expect(reply.headers.get('cache-control')).toBe('private, no-cache');
    }
    await sync(rest, smallSchool(['p1', 'p2', 'p3', 'p6']));
    const changed = await again(etag);
    expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
  });

  test('differs by path, parameters and school', async () => {
    await sync(rest, smallSchool());
    await sync(rest, smallSchool(), OTHER_SCHOOL);
    const asked: [string, string][] = [...paths.slice(0, 5).map((path): [string, string] => [path, token])];
    asked.push(['/learners', await rest.token({ school: OTHER_SCHOOL })], ['/learners?schoolYear=2025-2026', token]);
    const etags = await Promise.all(asked.map(async ([path, by]) => (await rest.ask(path, by)).headers.get('etag')));
    expect(new Set(etags).size).toBe(asked.length);
  });

  test('does not make something of what is not there', async () => {
    await sync(rest, smallSchool());
    expect((await rest.ask('/learners/nobody', token, { headers: { 'if-none-match': '*' } })).status).toBe(404);
  });

  test('of memberships is another one when retention removed some', async () => {
    await sync(rest, smallSchool());
    await sync(rest, smallSchool(['p1']));
    const before = await rest.ask('/memberships', token);
    await rest.store.purgeRosters({ before: '2030-01-01T00:00:00Z', beforeYear: '2020-2021' });
    const after = await rest.ask('/memberships', token, { headers: { 'if-none-match': before.headers.get('etag') as string } });
    expect(after.status).toBe(200);
    expect(after.json.items.length).toBeLessThan(before.json.items.length);
  });

  test('of a roster that was removed and came back is another one', async () => {
    await sync(rest, smallSchool(['p1'], '2020-2021'));
    const path = '/learners?schoolYear=2020-2021';
    const etag = (await rest.ask(path, token)).headers.get('etag') as string;
    await rest.store.purgeRosters({ before: '2030-01-01T00:00:00Z', beforeYear: '2025-2026' });
    await sync(rest, smallSchool(['p2'], '2020-2021'));
    const reply = await rest.ask(path, token, { headers: { 'if-none-match': etag } });
    expect([reply.status, reply.json.revision]).toEqual([200, 1]);
  });
});

/** As many as there are, for taking apart. */
function idsIn(all: readonly { readonly id: string }[]): [string, string, string, string] {
  return all.map(({ id }) => id) as [string, string, string, string];
}
