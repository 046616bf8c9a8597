import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failedByError, failedByStatus, outcomeOfError, outcomeOfStatus } from '../../src/delivery/outcome-of.js';
import { type HttpAnswer, HttpCaller } from '../../src/delivery/targets/http-caller.js';
import { SoapClientError } from '../../src/soap/client/client-error.js';
import { requestFailure } from '../../src/soap/client/client-failure.js';
import type { SoapClientOptions } from '../../src/soap/client/client-options.js';
import { HERE } from '../soap/support/calls.js';
import { type Behaviour, type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-las.js';

const SHORT = 150;
const JSON_TYPE = { 'content-type': 'application/json' };
let server: MisbehavingServer;

beforeAll(async () => {
  server = await startMisbehavingServer({ does: 'empty', status: 204 });
});

afterAll(() => server.close());

async function post(options: SoapClientOptions = {}, signal?: AbortSignal): Promise<HttpAnswer> {
  const caller = new HttpCaller({ allowTargets: HERE, ...options });
  try {
    return await caller.post(`${server.url}/dienst?x=1`, JSON_TYPE, '{"naam":"Zoë"}', signal);
  } finally {
    await caller.close();
  }
}

async function failure(work: Promise<unknown>): Promise<SoapClientError> {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof SoapClientError) return error;
  throw new Error('the call did not fail as it should');
}

test('a page under 400 about the client certificate is a matter of settings, and not of what was sent', async () => {
  const page = (about: string) => `<html>\r\n<head><title>400 ${about}</title></head>\r\n<body>verzonnen</body></html>`;
  for (const about of ['The SSL certificate error', 'No required SSL certificate was sent']) {
    server.behave({ does: 'raw', status: 400, body: page(about) });
    const error = await failure(post());
    expect([error.status, outcomeOfError(error), error.message]).toEqual([400, 'configuration', expect.not.stringContaining('verzonnen')]);
  }
  server.behave({ does: 'raw', status: 400, body: page('Bad Request') });
  expect((await post()).status).toBe(400);
});

describe('a post', () => {
  test('brings the body and the headers of all calls, and gives back the answer', async () => {
    const headers = { 'content-type': 'application/json', 'retry-after': '3' };
    server.behave({ does: 'raw', body: '{"ok":true}', status: 202, headers });
    const answer = await post({ headers: { 'X-Sleutel': 'een' } });
    const request = server.requests.at(-1);
    expect(request).toMatchObject({ method: 'POST', path: '/dienst?x=1', body: '{"naam":"Zoë"}' });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'x-sleutel': 'een' });
    expect(answer).toEqual({ status: 202, retryAfter: 3, contentType: 'application/json', body: Buffer.from('{"ok":true}') });
  });

  test('reads an answer that is compressed, or says so and is empty', async () => {
    server.behave({ does: 'answer', message: '<a/>', gzip: true, status: 400 });
    expect((await post()).body.toString()).toContain('<a/>');
    server.behave({ does: 'raw', body: '', headers: { 'content-encoding': 'gzip' } });
    expect((await post()).body).toHaveLength(0);
  });

  test.each<[string, Behaviour, SoapClientOptions, object]>([
    ['a reset', { does: 'reset' }, {}, { code: 'unreachable' }],
    ['silence', { does: 'hang' }, { answerTimeoutMs: SHORT }, { code: 'timeout' }],
    ['silence in the answer', { does: 'hang-mid-body' }, { pieceTimeoutMs: SHORT }, { code: 'timeout', status: 200 }],
    ['an answer that goes on', { does: 'drip' }, { totalTimeoutMs: SHORT }, { code: 'timeout' }],
    ['an answer that is cut', { does: 'cut-mid-body' }, {}, { code: 'broken', status: 200 }],
    ['an answer that is no gzip', { does: 'raw', body: 'x', headers: { 'content-encoding': 'gzip' } }, {}, { code: 'broken', status: 200 }],
    ['an endless answer', { does: 'flood', bytes: 20_000_000 }, {}, { code: 'too-large', status: 200 }],
    ['a redirect', { does: 'redirect', to: 'http://localhost:1/' }, {}, { code: 'redirect', status: 302 }],
    ['a target that nobody allowed', { does: 'empty', status: 204 }, { allowTargets: [] }, { code: 'refused-target' }],
  ])('says what went wrong: %s', async (_what, behaviour, options, expected) => {
    server.behave(behaviour);
    expect(await failure(post(options))).toMatchObject(expected);
  });

  test('is given up when the gateway stops, and not begun after that', async () => {
    server.behave({ does: 'hang' });
    const before = server.requests.length;
    const stop = new AbortController();
    const running = failure(post({}, stop.signal));
    while (server.requests.length === before) await setImmediate();
    stop.abort(new Error('of the caller'));
    expect((await running).code).toBe('unreachable');
    const caller = new HttpCaller({ allowTargets: HERE });
    expect((await failure(caller.post(server.url, {}, 'too late', AbortSignal.abort()))).code).toBe('unreachable');
    await caller.close();
    expect((await failure(caller.post(server.url, {}, 'too late'))).code).toBe('unreachable');
    expect(server.requests.map(({ body }) => body)).not.toContain('too late');
  });

  test('cannot be told to send headers that are the connection’s', () => {
    expect(() => new HttpCaller({ headers: { Host: 'elders.example' } })).toThrow(SoapClientError);
  });
});

describe('what came of an attempt', () => {
  test.each([
    ['answered', [200, 201, 202, 204]],
    ['authorisation', [401, 403, 407]],
    ['configuration', [301, 302, 307, 404, 405, 406, 410, 415]],
    ['content', [400, 409, 413, 422, 451]],
    ['busy', [425, 429, 503]],
    ['timeout', [408, 504]],
    ['server', [500, 501, 502, 599]],
  ] as const)('%s: %j', (outcome, statuses) => {
    for (const status of statuses) expect(outcomeOfStatus(status)).toBe(outcome);
  });

  test.each([
    ['unreachable', 'connection'],
    ['tls', 'configuration'],
    ['timeout', 'timeout'],
    ['too-large', 'server'],
    ['not-soap', 'server'],
    ['empty', 'server'],
    ['http', 'server'],
    ['broken', 'connection'],
    ['redirect', 'configuration'],
    ['refused-target', 'configuration'],
    ['bad-configuration', 'configuration'],
  ] as const)('%s without a status is %s', (code, outcome) => {
    expect(outcomeOfError(new SoapClientError(code, 'x'))).toBe(outcome);
    expect(outcomeOfError(new SoapClientError(code, 'x', { status: 200 }))).toBe(outcome);
  });

  test('goes by the status where that is an error, whatever came with it', () => {
    expect(outcomeOfError(new SoapClientError('not-soap', 'x', { status: 503 }))).toBe('busy');
    expect(outcomeOfError(new SoapClientError('http', 'x', { status: 401 }))).toBe('authorisation');
    expect(outcomeOfError(new SoapClientError('broken', 'x', { status: 400 }))).toBe('content');
  });

  test('is worth another try when a handshake was only cut off', () => {
    expect(outcomeOfError(new SoapClientError('tls', 'x', { reason: 'ECONNRESET' }))).toBe('connection');
    expect(outcomeOfError(new SoapClientError('tls', 'x', { reason: 'CERT_HAS_EXPIRED' }))).toBe('configuration');
    const ended = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
    expect(outcomeOfError(requestFailure(ended, false, 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'))).toBe('configuration');
    expect(outcomeOfError(requestFailure(ended, true))).toBe('connection');
  });

  test('has the status, the code of ours and the time to come again', () => {
    expect(failedByStatus({ status: 503, retryAfter: 7 })).toEqual({
      kind: 'failed',
      attempt: { outcome: 'busy', status: 503, words: 'the receiver answers HTTP 503' },
      retryAfter: 7,
    });
    expect(failedByError(new SoapClientError('broken', 'cut', { status: 200, reason: 'UND_ERR_SOCKET' }))).toEqual({
      kind: 'failed',
      attempt: { outcome: 'connection', status: 200, code: 'broken', words: 'cut (UND_ERR_SOCKET)' },
    });
    expect(() => failedByStatus({ status: 204 })).toThrow(RangeError);
  });
});
