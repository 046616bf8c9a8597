import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RestServer, startRest } from './support/rest-server.js';
import { smallSchool, sync } from './support/roster-data.js';
import { deliver } from './support/school-data.js';
import { resultSeen } from './support/seen.js';

let rest: RestServer;
let token: string;
let exchange: string;
let result: string;
let learner: string;
let group: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  exchange = await deliver(rest.store, { r1: '7', r2: '8' });
  result = await resultSeen(rest, 'r1');
  const { learners, groups } = await sync(rest, smallSchool());
  [learner, group] = [learners[0]?.id as string, groups[0]?.id as string];
});
afterAll(() => rest.stop());

const PATHS = [
  ...['/results', '/results?limit=1', '/results/{result}', '/results/{result}/revisions', '/assessments', '/exchanges'],
  ...[
    '/rosters',
    '/memberships',
    '/learners?limit=1',
    '/learners/{learner}',
    '/learners/unmatched',
    '/erasures',
    '/groups/{group}/learners',
  ],
];
const ALL = [...PATHS, '/exchanges/{exchange}', '/openapi.json'];
const filled = (path: string) =>
  path.replace('{result}', result).replace('{exchange}', exchange).replace('{learner}', learner).replace('{group}', group);

/** Without what `fetch` adds of itself. */
async function bare(method: string, path: string, headers: Record<string, string> = {}) {
  const sent = request(`${rest.url}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...headers } }).end();
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

describe('ETag', () => {
  test.each(ALL)('%s has a strong one, and 304 goes out when nothing changed', async (path) => {
    const first = await rest.ask(filled(path), token);
    const etag = first.headers.get('etag') as string;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const coded = ['-gzip', '-br', '--gzip', ';gzip', ';br', ':zstd'].map((coding) => `${etag.slice(0, -1)}${coding}"`);
    const changed = [`W/${etag}`, ...coded, `W/${coded[0]}`, `${etag}-gzip`, `"other",W/${coded[0]}`];
    for (const header of [etag, '*', `"other", ${etag}`, ...(path === '/results' ? changed : [])]) {
      const again = await rest.ask(filled(path), token, { headers: { 'if-none-match': header } });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      expect((await bare('GET', filled(path), { 'if-none-match': header })).status).toBe(304);
    }
    const other = await rest.ask(filled(path), token, { headers: { 'if-none-match': '"other"' } });
    expect([other.status, other.text]).toEqual([200, first.text]);
  });

  test('is another one when the answer is', async () => {
    const before = (await rest.ask('/results', token)).headers.get('etag') as string;
    await deliver(rest.store, { r3: '9' });
    const after = await rest.ask('/results', token, { headers: { 'if-none-match': before } });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before);
  });

  test('opens nothing without a token', async () => {
    const etag = (await rest.ask('/results', token)).headers.get('etag') as string;
    expect((await rest.ask('/results', undefined, { headers: { 'if-none-match': etag } })).status).toBe(401);
    expect((await rest.ask('/results', await rest.token({ scopes: [] }), { headers: { 'if-none-match': '*' } })).status).toBe(403);
  });
});

describe('headers', () => {
  test.each(PATHS)('%s is kept by nobody but the client, who asks again', async (path) => {
    const { headers } = await rest.ask(filled(path), token);
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('vary')).toBe('Authorization');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('of a problem say that it is not to be kept', async () => {
    for (const reply of [await rest.ask('/results'), await rest.ask('/results?x=1', token), await rest.ask('/nothing', token)]) {
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('vary')).toBe('Authorization');
      expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(reply.headers.get('etag')).toBeNull();
    }
  });

  test('hold an id of the request that no other has', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await rest.ask('/results', token)).headers.get('x-request-id')));
    expect(new Set(ids).size).toBe(3);
  });
});

describe('HEAD', () => {
  test.each(ALL)('of %s is GET without the body', async (path) => {
    const { date: _, 'x-request-id': __, ...got } = (await bare('GET', filled(path))).headers;
    const head = await bare('HEAD', filled(path));
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers).toMatchObject(got);
  });

  test('of a problem has its status', async () => {
    expect((await bare('HEAD', '/nothing')).status).toBe(404);
    expect((await bare('HEAD', '/results?x=1')).status).toBe(400);
  });
});

test('text beyond ASCII comes through', async () => {
  await deliver(rest.store, { r9: '½ € é 🙂' });
  expect((await rest.ask(`/results/${await resultSeen(rest, 'r9')}`, token)).json.values[0].value).toBe('½ € é 🙂');
});
