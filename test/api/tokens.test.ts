import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES, type Scope } from '../../src/directory/access/scopes.js';
import { exchange, OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { smallSchool, sync } from './support/roster-data.js';
import { deliver, refuse, uuid } from './support/school-data.js';
import { resultSeen } from './support/seen.js';

let rest: RestServer;
type Ids = Record<'result' | 'exchange' | 'refused' | 'learner' | 'group' | 'teacher', string>;

let own: Ids;
let other: Ids;

async function furnish(school: string): Promise<Ids> {
  const exchange = await deliver(rest.store, { [`result of ${school}`]: '7' }, { school });
  const { learners, groups, teachers } = await sync(rest, smallSchool(), school);
  const [learner, group, teacher] = [learners, groups, teachers].map((all) => all[0]?.id as string) as [string, string, string];
  return {
    result: await resultSeen(rest, `result of ${school}`, school),
    exchange,
    refused: await refuse(rest.store, { school }),
    learner,
    group,
    teacher,
  };
}

beforeAll(async () => {
  rest = await startRest();
  own = await furnish(SCHOOL);
  other = await furnish(OTHER_SCHOOL);
});
afterAll(() => rest.stop());

const NEEDED: readonly (readonly [string, Scope])[] = [
  ['/results', 'results:read'],
  ['/results/{result}', 'results:read'],
  ['/results/{result}/revisions', 'results:read'],
  ['/assessments', 'assessments:read'],
  ['/exchanges', 'exchanges:read'],
  ['/exchanges/{exchange}', 'exchanges:read'],
  ['/learners', 'learners:read'],
  ['/learners/unmatched', 'learners:read'],
  ['/erasures', 'learners:read'],
  ['/learners/{learner}', 'learners:read'],
  ['/groups', 'groups:read'],
  ['/groups/{group}', 'groups:read'],
  ['/groups/{group}/learners', 'learners:read'],
  ['/teachers', 'teachers:read'],
  ['/teachers/{teacher}', 'teachers:read'],
];
const LISTS = ['/results', '/assessments', '/exchanges', '/learners', '/groups', '/teachers', '/memberships'];
const SINGLE = [
  ...['/results/{result}', '/results/{result}/revisions', '/exchanges/{exchange}', '/exchanges/{refused}'],
  ...['/learners/{learner}', '/groups/{group}', '/groups/{group}/learners', '/teachers/{teacher}'],
];

const filled = (path: string, ids: Ids) => path.replace(/\{(\w+)\}/, (_, name: keyof Ids) => ids[name]);

describe('without a token that counts', () => {
  test.each(NEEDED)('%s is 401 and says how to identify', async (path) => {
    const reply = await rest.ask(filled(path, own));
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="uwlr"');
    expect(reply.json.type).toBe('urn:uwlr-gateway:problem:token-required');
  });

  test.each([
    ['an unknown one', () => 'Bearer no-such-token'],
    ['another scheme', (token: string) => `Basic ${token}`],
    ['a token without a scheme', (token: string) => token],
    ['two tokens', (token: string) => `Bearer ${token} ${token}`],
    ['a token with something behind it', (token: string) => `Bearer ${token}, Bearer x`],
    ['an empty one', () => 'Bearer '],
    ['the hash of one', async () => `Bearer ${(await rest.store.directory()).tokens.all()[0]?.hash}`],
  ])('%s is 401', async (_, header) => {
    const authorization = await header(await rest.token());
    const reply = await rest.ask('/results', undefined, { headers: { authorization } });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="uwlr", error="invalid_token"');
    expect(reply.json.type).toBe('urn:uwlr-gateway:problem:token-invalid');
  });

  test('a revoked one is 401', async () => {
    const token = await rest.token({ revokedAt: '2026-01-02T00:00:00.000Z' });
    const reply = await rest.ask('/results', token);
    expect([reply.status, reply.json.type]).toEqual([401, 'urn:uwlr-gateway:problem:token-invalid']);
  });

  test('the name of the scheme may be written in any case', async () => {
    const authorization = `bearer ${await rest.token()}`;
    expect((await rest.ask('/results', undefined, { headers: { authorization } })).status).toBe(200);
  });
});

describe('scopes', () => {
  test.each([
    ['/rosters', ['learners:read', 'groups:read', 'teachers:read']],
    ['/memberships', ['learners:read', 'teachers:read']],
  ] as const)('%s asks for any one of %j', async (path, scopes) => {
    for (const scope of scopes) expect((await rest.ask(path, await rest.token({ scopes: [scope] }))).status).toBe(200);
    const others = await rest.token({ scopes: SCOPES.filter((name) => !(scopes as readonly Scope[]).includes(name)) });
    expect((await rest.ask(path, others)).status).toBe(403);
  });

  test.each(NEEDED)('%s asks for %s and for nothing else', async (path, scope) => {
    const only = await rest.token({ scopes: [scope] });
    expect((await rest.ask(filled(path, own), only)).status).toBe(200);
    const others = await rest.token({ scopes: SCOPES.filter((name) => name !== scope) });
    const reply = await rest.ask(filled(path, own), others);
    expect([reply.status, reply.json.type]).toEqual([403, 'urn:uwlr-gateway:problem:scope-missing']);
    expect(reply.headers.get('www-authenticate')).toBe(`Bearer realm="uwlr", error="insufficient_scope", scope="${scope}"`);
  });
});

describe('another school', () => {
  test.each(LISTS)('%s shows nothing of it', async (path) => {
    for (const [token, ids] of [
      [await rest.token(), other],
      [await rest.token({ school: OTHER_SCHOOL }), own],
    ] as const) {
      const reply = await rest.ask(path, token);
      expect(reply.json.items.length).toBeGreaterThan(0);
      for (const id of Object.values(ids)) expect(reply.text).not.toContain(id);
    }
  });

  test.each(SINGLE)('%s is found with a token of its school, and for others it is as if it were not there', async (path) => {
    const token = await rest.token();
    expect((await rest.ask(filled(path, own), token)).status).toBe(200);
    const foreign = await rest.ask(filled(path, other), token);
    const absent = await rest.ask(path.replace(/\{\w+\}/, uuid('nothing')), token);
    const shown = ({ status, headers, json }: typeof foreign) => [status, [...headers.keys()], { ...json, requestId: '' }];
    expect(foreign.status).toBe(404);
    expect(shown(foreign)).toEqual(shown(absent));
  });

  test.each(LISTS)('%s refuses a query that names it, known or not', async (path) => {
    const token = await rest.token();
    for (const school of [OTHER_SCHOOL, '99ZZ', `${SCHOOL}-01`, 'schoolkey:verzonnen', 'x']) {
      const reply = await rest.ask(`${path}?school=${encodeURIComponent(school)}`, token);
      expect([reply.status, reply.json.type]).toEqual([403, 'urn:uwlr-gateway:problem:other-school']);
    }
    for (const school of [SCHOOL, `${SCHOOL}-00`]) {
      expect((await rest.ask(`${path}?school=${school}`, token)).text).toBe((await rest.ask(path, token)).text);
    }
  });

  test('a message whose school was not recognised is shown to nobody', async () => {
    const unknown = uuid('of no school');
    await rest.store.record(exchange(unknown));
    for (const school of [SCHOOL, OTHER_SCHOOL]) {
      const token = await rest.token({ school });
      expect((await rest.ask(`/exchanges/${unknown}`, token)).status).toBe(404);
      expect((await rest.ask('/exchanges', token)).text).not.toContain(unknown);
    }
  });
});
