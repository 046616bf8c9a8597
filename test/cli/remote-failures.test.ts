import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import nock from 'nock';
import { remoteRequest } from '../../src/cli/remote/remote-request.js';
import { uwlr, type Workspace, workspace } from './support/uwlr.js';

const THERE = 'https://gateway.voorbeeld';
const JSON_TYPE = { 'content-type': 'application/json' };

let space: Workspace;
beforeAll(async () => {
  space = await workspace();
  await writeFile(space.path('token'), 'verzonnen-token');
});
afterAll(async () => {
  nock.restore();
  await space.remove();
});
beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
  nock.activate();
});

function schools(): nock.Interceptor {
  return nock(THERE, { reqheaders: { authorization: 'Bearer verzonnen-token' } }).get('/api/v1/schools');
}

function failure(code: string): Error {
  return Object.assign(new Error(`verzonnen ${THERE}`), { code });
}

test.each<[string, () => unknown, string]>([
  ['a connection that is reset', () => schools().replyWithError(failure('ECONNRESET')), 'cannot be reached (ECONNRESET)'],
  ['a name that is unknown', () => schools().replyWithError(failure('ENOTFOUND')), 'cannot be reached (ENOTFOUND)'],
  ['a certificate that has expired', () => schools().replyWithError(failure('CERT_HAS_EXPIRED')), 'cannot be reached (CERT_HAS_EXPIRED)'],
  [
    'an error page of a proxy',
    () => schools().reply(502, '<html>verzonnen</html>', { 'content-type': 'text/html' }),
    'answered with status 502',
  ],
  ['a broken error', () => schools().reply(500, '{"type":"verz', JSON_TYPE), 'answered with status 500'],
  ['JSON that is cut', () => schools().reply(200, '{"items":[{"id":"verz', JSON_TYPE), 'broke off: try again'],
  ['an empty answer', () => schools().reply(200, '', JSON_TYPE), 'broke off: try again'],
  [
    'a redirect to a sign-in page',
    () => schools().reply(302, '', { location: 'https://verzonnen.voorbeeld/' }),
    'redirects (status 302): give the address that it redirects to',
  ],
  ['a page with status 200', () => schools().reply(200, '<html>verzonnen', { 'content-type': 'text/html' }), 'its answer is not JSON'],
  ['JSON of another type', () => schools().reply(200, '{"items":[]}', { 'content-type': 'text/plain' }), 'its answer is not JSON'],
  ['JSON that is no object', () => schools().reply(200, '"verzonnen"', JSON_TYPE), 'does not answer like a gateway'],
])('%s ends a command with exit code 3 and the reason in one line', async (_, arrange, reason) => {
  arrange();
  const { code, stdout, stderr } = await uwlr(['school', 'list', '--remote', THERE, '--token-file', space.path('token')]);
  expect([code, stdout, stderr.split('\n')]).toEqual([3, '', [expect.stringContaining(reason), '']]);
  expect(stderr).not.toContain('verzonnen');
  expect(nock.isDone()).toBe(true);
});

test.each<[string, () => unknown]>([
  ['no answer', () => schools().delayConnection(60_000).reply(200, '{}', JSON_TYPE)],
  ['half an answer', () => schools().delay({ head: 0, body: 60_000 }).reply(200, '{}', JSON_TYPE)],
])('%s in time is told with the time that was waited', async (_, arrange) => {
  arrange();
  const headers = { authorization: 'Bearer verzonnen-token' };
  await expect(remoteRequest(`${THERE}/api/v1/schools`, { headers }, 50)).rejects.toThrow(
    'the gateway at --remote gave no complete answer within 1 s',
  );
  nock.abortPendingRequests();
});
