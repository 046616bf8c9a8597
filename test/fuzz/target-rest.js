import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { ENDPOINTS } from '../../dist/api/endpoints/endpoints.js';
import { SCOPES } from '../../dist/directory/access/scopes.js';
import { runningGateway, SCHOOL, TOKEN } from './running-gateway.js';

const WORDS = [
  ...new Set(ENDPOINTS.flatMap(({ path, parameters }) => [path, ...Object.keys(parameters)])),
  ...[
    'limit=1',
    'limit=0',
    'limit=-1',
    'limit=1e9',
    'limit=١',
    'cursor=',
    'cursor=cmVzdWx0czox',
    'since=2025-01-01',
    'since=2025-13-01T00:00:00Z',
  ],
  ...[
    'schoolYear=2025-2026',
    'schoolYear=9999-9998',
    `school=${SCHOOL}`,
    'school=99ZZ',
    'identities=true',
    'outcome=accepted',
    'group=',
    'learner=',
  ],
  ...[
    '?',
    '&',
    '=',
    '/',
    '//',
    '..',
    '%2e%2e',
    '%00',
    '%',
    '%ff',
    '#',
    ';',
    '__proto__',
    'constructor',
    '[]',
    '{}',
    '"',
    "'",
    '\\',
    '+',
    '%0d%0a',
    'é',
    '\u{1f469}',
  ],
  ...['GET ', 'HEAD ', 'POST ', 'DELETE ', 'OPTIONS ', 'TRACE '],
];
/** What an input may get; 5xx is ours to answer for. */
const LATER = new Set([503]);

/** Lines of `METHOD path?query`, and below them a body if there is one, against the REST side of a whole gateway: an answer or a problem, as JSON, and never our fault. */
export async function restTarget() {
  const { gateway, errors, stop } = await runningGateway([...SCOPES]);
  return {
    name: 'rest',
    seeds: ENDPOINTS.map(({ path, parameters, method, body }) =>
      Buffer.from(
        method === 'post'
          ? `POST ${path.replace('{id}', 'x')}\n${JSON.stringify(body ?? {})}`
          : `GET ${path.replace('{id}', 'x')}?${Object.keys(parameters)
              .map((name) => `${name}=1`)
              .join('&')}`,
      ),
    ),
    tokens: WORDS,
    stop,
    async run(bytes, variant) {
      const [line = '', ...sent] = bytes.toString('utf8').split('\n');
      const [, method = 'GET', target = '/'] = /^([A-Z]{3,7}) (.*)$/s.exec(line) ?? [undefined, 'GET', line];
      const authorization = variant % 16 === 0 ? target.slice(0, 50) : `Bearer ${TOKEN}`;
      const answer = await ask(gateway.url, method, `/api/v1${target}`, authorization, sent.join('\n'));
      // Node itself refuses what is no HTTP, before we see it.
      if (answer === undefined) return;
      const { status, type, body } = answer;
      assert(status < 500 || LATER.has(status), `status ${status}`);
      if (body !== '' && /json/.test(type)) JSON.parse(body);
      if (status >= 400 && body !== '') assert.match(type, /^(?:application\/problem\+json|text\/plain)/);
      assert.deepEqual(errors(), [], 'nothing unexpected in the log');
    },
  };
}

/** Undefined when the request cannot be sent as it is. */
function ask(url, method, path, authorization, body) {
  return new Promise((resolve, reject) => {
    let asked;
    try {
      const about = body === '' ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      asked = request(new URL(url), { method, path: encodeSpaces(path), headers: { authorization: printable(authorization), ...about } });
    } catch {
      resolve(undefined);
      return;
    }
    asked.once('error', (error) => (error.code?.startsWith('HPE') || error.code === 'ECONNRESET' ? resolve(undefined) : reject(error)));
    asked.once('response', (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.once('end', () =>
        resolve({ status: response.statusCode, type: response.headers['content-type'] ?? '', body: Buffer.concat(pieces).toString() }),
      );
      response.once('error', reject);
    });
    asked.end(body);
  });
}

/** What a request line cannot hold goes percent-encoded; everything else as it is. */
function encodeSpaces(path) {
  return path.replace(/[^\x21-\x7e]/g, (character) => encodeURIComponent(character.isWellFormed() ? character : '?'));
}

function printable(text) {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
