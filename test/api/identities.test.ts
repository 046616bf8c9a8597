import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES, type Scope } from '../../src/directory/access/scopes.js';
import type { Group, Learner, Roster, Teacher } from '../../src/model/roster/roster.js';
import { FULL_LEARNER, FULL_ROSTER, FULL_TEACHER, GROUPS } from '../exchange/roster/support/invented-roster.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { sync } from './support/roster-data.js';

let rest: RestServer;
let stored: Roster;
let learner: Learner;
let teacher: Teacher;
let group: Group;

beforeAll(async () => {
  rest = await startRest();
  stored = await sync(rest, FULL_ROSTER);
  [learner, teacher, group] = [stored.learners[0] as Learner, stored.teachers[0] as Teacher, stored.groups[0] as Group];
});
afterAll(() => rest.stop());

/** What says who somebody is, or leads there: whatever an invented learner or teacher has but year group and codes of roles. */
const PLANTED_LEARNER = [
  FULL_LEARNER.key,
  FULL_LEARNER.eckId,
  ...Object.values(FULL_LEARNER.name),
  FULL_LEARNER.birthDate,
  FULL_LEARNER.startYearGroup3,
  'gender',
] as string[];
const PLANTED_TEACHER = [FULL_TEACHER.key, FULL_TEACHER.eckId, ...Object.values(FULL_TEACHER.name), FULL_TEACHER.email] as string[];
const PLANTED_ROLE = 'nepbegeleiding';
const GROUP_KEYS = GROUPS.map(({ key }) => key);
const NEVER = [FULL_LEARNER.numberEnding, 'numberEnding'];
const ALL = [...PLANTED_LEARNER, ...PLANTED_TEACHER, PLANTED_ROLE, ...GROUP_KEYS, ...NEVER];

interface Path {
  readonly path: () => string;
  readonly read: Scope;
  readonly identities?: Scope;
}

const PATHS: Readonly<Record<string, Path>> = {
  '/rosters': { path: () => '/rosters', read: 'learners:read' },
  '/memberships': { path: () => '/memberships', read: 'learners:read' },
  '/learners': { path: () => '/learners', read: 'learners:read', identities: 'learners:identities' },
  '/learners?group': { path: () => `/learners?group=${group.id}`, read: 'learners:read', identities: 'learners:identities' },
  '/learners/{id}': { path: () => `/learners/${learner.id}`, read: 'learners:read', identities: 'learners:identities' },
  '/learners/unmatched': { path: () => '/learners/unmatched', read: 'learners:read' },
  '/groups': { path: () => '/groups', read: 'groups:read', identities: 'learners:identities' },
  '/groups/{id}': { path: () => `/groups/${group.id}`, read: 'groups:read', identities: 'learners:identities' },
  '/groups/{id}/learners': { path: () => `/groups/${group.id}/learners`, read: 'learners:read', identities: 'learners:identities' },
  '/teachers': { path: () => '/teachers', read: 'teachers:read', identities: 'teachers:identities' },
  '/teachers/{id}': { path: () => `/teachers/${teacher.id}`, read: 'teachers:read', identities: 'teachers:identities' },
};

const ROSTER_SCOPES = SCOPES.filter((scope) => /^(?:learners|groups|teachers):/.test(scope));
const COMBINATIONS = Array.from({ length: 2 ** ROSTER_SCOPES.length }, (_, bits) => ROSTER_SCOPES.filter((_, at) => bits & (1 << at)));
const READS = ['learners:read', 'groups:read', 'teachers:read'] as const;

/** Which scopes open a path for reading. */
function openers(name: string): readonly Scope[] {
  if (name === '/rosters') return READS;
  if (name === '/memberships') return ['learners:read', 'teachers:read'];
  return [(PATHS[name] as Path).read];
}

/** Without what is random: any four digits may stand in there, and in a moment. */
const withoutIds = (text: string) =>
  text.replace(/"requestId":"[^"]*"|\d{4}-\d{2}-\d{2}T[\d:.]+Z|"(?:id|group|member)":"[^"]*"|"combinedGroups":\[[^\]]*\]/g, '');

const asked = (path: string, identities: string) => `${path}${path.includes('?') ? '&' : '?'}identities=${identities}`;

test.each(COMBINATIONS.map((scopes) => [scopes.join(' ') || 'no scope', scopes] as const))(
  'a token with %s gets what goes with it and nothing else',
  async (_, scopes) => {
    const token = await rest.token({ scopes });
    for (const [name, { path, identities }] of Object.entries(PATHS)) {
      const mayRead = openers(name).some((scope) => scopes.includes(scope));
      const plain = await rest.ask(path(), token);
      expect([name, plain.status]).toEqual([name, mayRead ? 200 : 403]);
      for (const value of ALL) expect(withoutIds(plain.text)).not.toContain(value);
      const closed = await rest.ask(asked(path(), 'false'), token);
      const open = await rest.ask(asked(path(), 'true'), token);
      const mayIdentify = mayRead && identities !== undefined && scopes.includes(identities);
      for (const value of mayIdentify ? NEVER : ALL) expect(withoutIds(open.text)).not.toContain(value);
      if (!mayRead) expect([name, closed.status, open.status]).toEqual([name, 403, 403]);
      else if (identities === undefined) expect([name, closed.status, open.status]).toEqual([name, 400, 400]);
      else {
        expect([name, closed.status, closed.text]).toEqual([name, 200, plain.text]);
        expect([name, open.status]).toEqual([name, mayIdentify ? 200 : 403]);
        const challenge = `Bearer realm="uwlr", error="insufficient_scope", scope="${identities}"`;
        expect([name, open.headers.get('www-authenticate')]).toEqual([name, mayIdentify ? null : challenge]);
      }
    }
  },
);

describe('without identities', () => {
  test('a learner is an id with a year group and groups', async () => {
    const { id, yearGroup, group, combinedGroups } = learner;
    expect((await rest.ask(`/learners/${id}`, await rest.token())).json).toEqual({ id, yearGroup, group, combinedGroups });
  });

  test('a teacher is an id with groups and codes of roles', async () => {
    const [base, combined] = stored.groups as [Group, Group];
    expect((await rest.ask(`/teachers/${teacher.id}`, await rest.token())).json).toEqual({
      id: teacher.id,
      groups: [
        { group: base.id, roles: [{ code: 'LRK' }] },
        { group: combined.id, roles: [] },
      ],
    });
  });

  test('a group has its name, and no key', async () => {
    const { key: _, ...shown } = group;
    expect((await rest.ask(`/groups/${group.id}`, await rest.token())).json).toEqual(shown);
  });
});

describe('with identities', () => {
  test('a learner is all that is kept but the ending of the national number', async () => {
    const { numberEnding: _, ...shown } = learner;
    const token = await rest.token();
    expect((await rest.ask(`/learners/${learner.id}?identities=true`, token)).json).toEqual(shown);
    expect((await rest.ask('/learners?identities=true', token)).json.items).toEqual([shown]);
    expect((await rest.ask(`/groups/${group.id}/learners?identities=true`, token)).json.items).toEqual([shown]);
  });

  test('a teacher and a group are all that is kept', async () => {
    const token = await rest.token();
    expect((await rest.ask(`/teachers/${teacher.id}?identities=true`, token)).json).toEqual(teacher);
    expect((await rest.ask(`/groups/${group.id}?identities=true`, token)).json).toEqual(group);
  });
});

test.each(['yes', '1', '', 'TRUE'])('identities=%s is no way to ask', async (value) => {
  const { status, json } = await rest.ask(`/learners?identities=${value}`, await rest.token());
  expect([status, json.parameters]).toEqual([400, [{ parameter: 'identities', reason: 'must be true or false' }]]);
});

test('an ETag of an answer with identities opens nothing to a token without the scope', async () => {
  const path = '/learners?identities=true';
  const etag = (await rest.ask(path, await rest.token())).headers.get('etag') as string;
  const other = await rest.token({ scopes: ['learners:read'] });
  expect((await rest.ask(path, other, { headers: { 'if-none-match': etag } })).status).toBe(403);
});
