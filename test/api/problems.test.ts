import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { asProblem } from '../../src/api/http/as-problem.js';
import { PROBLEMS } from '../../src/api/http/problems.js';
import { StoreError, type StoreErrorCode } from '../../src/store/store-error.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { deliver, refuse, uuid } from './support/school-data.js';
import { namesOf } from './support/seen.js';

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  await deliver(rest.store, { r1: '7', r2: '7' });
  await refuse(rest.store);
});
afterAll(() => rest.stop());

/** A value that must come back in no answer. */
const PLANTED = 'Jan-Jansen';

describe('an invalid parameter', () => {
  test.each([
    ['/results?limit=0', 'limit', 'must be a whole number from 1 to 1000'],
    ['/results?limit=1001', 'limit', 'must be a whole number from 1 to 1000'],
    ['/results?limit=1e2', 'limit', 'must be a whole number from 1 to 1000'],
    ['/results?limit=%2B5', 'limit', 'must be a whole number from 1 to 1000'],
    ['/results?limit=', 'limit', 'must be a whole number from 1 to 1000'],
    ['/results?learner=', 'learner', 'must be a text of 1 to 256 characters'],
    [`/results?party=${'x'.repeat(257)}`, 'party', 'must be a text of 1 to 256 characters'],
    ['/results?party=red%1B[31m', 'party', 'must be a text of 1 to 256 characters'],
    ['/results?limit=1&limit=2', 'limit', 'is given more than once'],
    ['/results?outcome=accepted', 'outcome', 'is not a parameter of this path'],
    ['/assessments?since=2026-01-01T00:00:00Z', 'since', 'is not a parameter of this path'],
    ['/exchanges?outcome=Accepted', 'outcome', 'must be one of accepted, repeated, refused'],
    ['/openapi.json?x=1', 'x', 'is not a parameter of this path'],
    [`/results/${uuid('r1')}?limit=1`, 'limit', 'is not a parameter of this path'],
    ['/results?Limit=1', 'Limit', 'is not a parameter of this path'],
    ['/results?toString=1', 'toString', 'is not a parameter of this path'],
    ['/results?__proto__=1', '*', 'is not a parameter of this path'],
    ['/results?limit[]=1', '*', 'is not a parameter of this path'],
    ['/results/%ff', 'id', 'must be UTF-8 in percent-encoding'],
  ])('in %s is 400 and is named', async (path, parameter, reason) => {
    const { status, json } = await rest.ask(path, token);
    expect([status, json.type, json.parameters]).toEqual([400, 'urn:uwlr-gateway:problem:invalid-parameter', [{ parameter, reason }]]);
  });

  test.each([
    ...['yesterday', '2026-01-01', '2026-01-01T00:00:00', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z'],
    ...['2026-01-01T00:00:00+01:00', '20260101T000000Z', '1767225600', '2026-01-01T00:00:00%2B99:99', ''],
  ])('is what since=%s is', async (since) => {
    const { status, json } = await rest.ask(`/results?since=${since}`, token);
    expect([status, json.parameters]).toEqual([
      400,
      [{ parameter: 'since', reason: expect.stringMatching(/^must be an instant .* %2B\)$/) }],
    ]);
  });

  test('is a cursor of another list, or none at all', async () => {
    const { next } = (await rest.ask('/exchanges?limit=1', token)).json;
    const made = Buffer.from('results:x').toString('base64url');
    for (const cursor of [next, made, 'abc', '', 'a b', '%00', 'x'.repeat(300)]) {
      const { status, json } = await rest.ask(`/results?cursor=${cursor}`, token);
      const fault = { parameter: 'cursor', reason: 'must be the `next` of an earlier page of this list' };
      expect([status, json.parameters]).toEqual([400, [fault]]);
    }
  });

  test('does not hide the others', async () => {
    const { json } = await rest.ask('/results?limit=x&since=x&colour=red&party=P', token);
    expect(json.parameters.map((fault: { parameter: string }) => fault.parameter)).toEqual(['limit', 'since', 'colour']);
  });

  test('many times over gives a short answer', async () => {
    const query = Array.from({ length: 1000 }, (_, index) => `${'a'.repeat(1 + (index % 30))}${'b'.repeat(index % 2)}=1`).join('&');
    const { status, json, text } = await rest.ask(`/results?${query.slice(0, 8000)}`, token);
    expect([status, json.parameters.length]).toEqual([400, 20]);
    expect(text.length).toBeLessThan(3000);
  });
});

test.each([
  `/results?limit=${PLANTED}`,
  `/results?since=${PLANTED}`,
  `/results?cursor=${PLANTED}!`,
  `/results?school=${PLANTED}`,
  `/results?${encodeURIComponent(`${PLANTED} groep 5`)}=1`,
  `/results?limit=1&${PLANTED}%20x`,
  `/exchanges?outcome=${PLANTED}`,
  `/results/${PLANTED}`,
  `/results/${PLANTED}/revisions`,
  `/exchanges/${PLANTED}`,
  `/${PLANTED}`,
  `/results/${PLANTED}%ff`,
  `/learners/${PLANTED}`,
  `/learners?schoolYear=${PLANTED}`,
  `/learners?identities=${PLANTED}`,
  `/groups/${PLANTED}/learners`,
  `/memberships?memberKind=${PLANTED}`,
])('a problem with %s repeats no value', async (path) => {
  const reply = await rest.ask(path, token);
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.text).not.toContain(PLANTED);
  expect(JSON.stringify([...reply.headers])).not.toContain(PLANTED);
});

describe('a problem', () => {
  test('has the members of RFC 9457, and an id that is in the headers too', async () => {
    const { status, headers, json } = await rest.ask('/results/no-such-id', token);
    expect(json).toEqual({
      type: 'urn:uwlr-gateway:problem:not-found',
      title: 'Not found',
      status,
      detail: 'This resource does not exist, or the token may not see it.',
      requestId: headers.get('x-request-id'),
    });
  });

  test.each(['/', '/nothing', '/results/a/b', '/Results', '/results/%2e%2e', '/openapi', '/results//'])(
    'is what %s is: 404',
    async (path) => {
      const { status, json } = await rest.ask(path, token);
      expect([status, json.type]).toEqual([404, 'urn:uwlr-gateway:problem:not-found']);
      expect(json.detail).toContain('no such path');
    },
  );

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is what %s is: 405, with the methods that are there', async (method) => {
    for (const path of [`/results/${uuid('r1')}`, '/assessments', '/exchanges', '/openapi.json']) {
      const { status, headers, json } = await rest.ask(path, token, { method, ...(method === 'OPTIONS' ? {} : { body: '{}' }) });
      expect([status, headers.get('allow'), json.type]).toEqual([405, 'GET, HEAD', 'urn:uwlr-gateway:problem:method-not-allowed']);
    }
    expect((await rest.ask('/nothing', token, { method })).status).toBe(404);
    if (method === 'POST') return;
    const both = await rest.ask('/results', token, { method, ...(method === 'OPTIONS' ? {} : { body: '{}' }) });
    expect([both.status, both.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  test('is told to nobody as an error of the gateway', () => {
    expect(rest.errors).toEqual([]);
  });
});

describe('when the gateway itself fails', () => {
  test.each([
    ['a document is damaged', `UPDATE results SET own = '{"${PLANTED}'`],
    ['a table is gone', 'PRAGMA foreign_keys = OFF; DROP TABLE results'],
  ])('because %s, the answer is 500 without a word about it, and the log can find it', async (_, sql) => {
    const broken = await startRest();
    const token = await broken.token();
    await deliver(broken.store, { r1: '7' });
    const db = new SqliteDatabase(broken.file);
    db.exec(sql);
    db.close();
    const cursor = (await namesOf(broken)).sealCursor('listResults', '0');
    const { status, json } = await broken.ask(`/results?cursor=${cursor}`, token);
    expect([status, json]).toEqual([500, { ...PROBLEMS.internal, type: 'urn:uwlr-gateway:problem:internal', requestId: json.requestId }]);
    expect(broken.errors).toEqual([{ error: expect.any(StoreError), requestId: json.requestId }]);
    await broken.stop();
  });

  test.each<StoreErrorCode>(['busy', 'closed'])('for a time (%s), the answer is 503 with the time to wait', (code) => {
    const { problem, headers } = asProblem(new StoreError(code, 'the store is not there'));
    expect([PROBLEMS[problem].status, headers]).toEqual([503, { 'Retry-After': '5' }]);
  });

  test.each([new TypeError(PLANTED), new URIError(PLANTED), PLANTED, undefined])(
    'in a way that nobody thought of, the answer is 500',
    (error) => {
      expect(asProblem(error)).toMatchObject({ problem: 'internal', headers: {}, parameters: undefined });
    },
  );

  test('as its store is closed, the answer is 503', async () => {
    const stopping = await startRest();
    const token = await stopping.token();
    await stopping.store.close();
    expect((await stopping.ask('/results', token)).status).toBe(503);
    expect((await stopping.ask('/openapi.json')).status).toBe(200);
    await stopping.stop();
  });
});

test('bytes that no URL has are answered as a problem or not at all', async () => {
  const { port } = new URL(rest.url);
  for (const target of [
    '/api/v1/results?learner=\xff\xfe',
    '/api/v1/results?%',
    '/api/v1/results/%',
    "/api/v1/results?learner='%22%3Cscript%3E",
  ]) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`, 'latin1'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 (?:200|400) /);
  }
  expect((await rest.ask('/results', token)).status).toBe(200);
});
