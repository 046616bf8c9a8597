import { ruleOf } from '../../uwlr/rules.js';
import type { Endpoint } from '../http/endpoint.js';
import { PROBLEMS, type ProblemName, problemUrn } from '../http/problems.js';
import type { JsonSchema } from '../shapes/parameters/parameter.js';
import { PROBLEM_NAMES } from '../shapes/problem-schema.js';

const REQUEST_ID = { 'X-Request-Id': { description: 'Id of this request.', schema: { type: 'string', format: 'uuid' } } };
const ETAG = {
  ETag: { description: 'Strong validator. Send it as `If-None-Match` to get 304 when nothing has changed.', schema: { type: 'string' } },
};
const LINK = { Link: { description: 'The next page, as `rel="next"`; absent on the last one.', schema: { type: 'string' } } };
const LOCATION = { Location: { description: 'The same address.', schema: { type: 'string' } } };
const UNCHANGED = {
  description: 'Nothing has changed since the response with the ETag in `If-None-Match`.',
  headers: { ...REQUEST_ID, ...ETAG },
};

const NAMES: Readonly<Record<number, string>> = {
  400: 'InvalidParameter',
  401: 'NoToken',
  403: 'NotAllowed',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Gone',
  413: 'TooLarge',
  415: 'NotJson',
  422: 'NotTaken',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'Unavailable',
};

const HEADERS: Readonly<Record<number, string>> = { 401: 'WWW-Authenticate', 429: 'Retry-After', 503: 'Retry-After' };

/** The responses of an operation that needs a token. */
export function answers(
  answer: Endpoint['answer'],
  has: { readonly list: boolean; readonly id: boolean; readonly redirects: boolean },
): JsonSchema {
  const schema = { $ref: `#/components/schemas/${answer.schema}` };
  const content = { 'application/json': { schema, ...examples(answer) } };
  const faults = problems(400, 401, 403, ...(has.id ? [404] : []), 410, 429, 500, 503);
  return {
    200: { description: answer.description, headers: { ...REQUEST_ID, ...ETAG, ...(has.list ? LINK : {}) }, content },
    ...(has.redirects
      ? { 303: { description: 'The same for a browser: it asks for HTML.', headers: { ...REQUEST_ID, ...LOCATION } } }
      : {}),
    304: UNCHANGED,
    ...faults,
  };
}

function examples({ example, identified }: Endpoint['answer']): JsonSchema {
  if (identified === undefined) return { example };
  return { examples: { pseudonymous: { value: example }, identified: { summary: 'With `identities=true`', value: identified } } };
}

/** The responses of an operation that changes something. */
export function doneAnswers(answer: Endpoint['answer'], has: { readonly id: boolean; readonly conflicts: boolean }): JsonSchema {
  const schema = { $ref: `#/components/schemas/${answer.schema}` };
  const content = { 'application/json': { schema, ...examples(answer) } };
  return {
    200: { description: answer.description, headers: REQUEST_ID, content },
    ...problems(400, 401, 403, ...(has.id ? [404] : []), ...(has.conflicts ? [409] : []), 415, 500, 503),
  };
}

/** The responses of an operation that takes in results, or signals: those need no key. */
export function takenAnswers(answer: Endpoint['answer'], keyed: boolean): JsonSchema {
  const schema = { $ref: `#/components/schemas/${answer.schema}` };
  const content = { 'application/json': { schema, ...examples(answer) } };
  if (!keyed) {
    return {
      201: { description: answer.description, headers: REQUEST_ID, content },
      200: { description: 'All of it was said before: nothing was stored.', headers: REQUEST_ID, content },
      ...problems(400, 401, 403, 410, 413, 415, 422, 429, 500, 503),
    };
  }
  const replayed = {
    'Idempotent-Replayed': { description: '`true`: this is the response to the first request.', schema: { type: 'string' } },
  };
  return {
    201: { description: answer.description, headers: { ...REQUEST_ID, ...replayed }, content },
    200: { description: 'The same body was accepted before, with another key.', headers: { ...REQUEST_ID, ...replayed }, content },
    ...problems(400, 401, 403, 409, 410, 413, 415, 422, 429, 500, 503),
  };
}

/** The responses of the document itself. */
export function openAnswers(): JsonSchema {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return { 200: { description: 'OpenAPI 3.1.', headers: { ...REQUEST_ID, ...ETAG }, content }, 304: UNCHANGED, ...problems(400, 429) };
}

function problems(...statuses: readonly number[]): JsonSchema {
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${NAMES[status]}` }]));
}

/** For each status of the catalogue a response, with an example of each problem that has it. */
export function problemResponses(): JsonSchema {
  return Object.fromEntries(Object.entries(NAMES).map(([status, name]) => [name, problemResponse(Number(status))]));
}

function problemResponse(status: number): JsonSchema {
  const names = PROBLEM_NAMES.filter((name) => PROBLEMS[name].status === status);
  const header = HEADERS[status];
  return {
    description: names.map((name) => PROBLEMS[name].title).join('; '),
    headers: { ...REQUEST_ID, ...(header === undefined ? {} : { [header]: { schema: { type: 'string' } } }) },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(names.map((name) => [name, { value: exampleOf(name) }])),
      },
    },
  };
}

/** Problems that say where in a body something is wrong. */
function hasErrors(name: ProblemName): boolean {
  return name === 'invalid-results' || name === 'invalid-signals' || name.startsWith('signal-');
}

function exampleOf(name: ProblemName): JsonSchema {
  const { status, title, detail } = PROBLEMS[name];
  const parameters = [{ parameter: 'limit', reason: 'must be a whole number from 1 to 1000' }];
  const requestId = '7d0c8a52-1f4b-4e2a-9c39-5a1e6b7f2d10';
  const list = name === 'invalid-results' ? 'results' : 'signals';
  const errors = [{ pointer: `/${list}/0/key`, rule: 'UWLR-JSON-004', message: ruleOf('UWLR-JSON-004').en }];
  const more = name === 'invalid-parameter' ? { parameters } : hasErrors(name) ? { errors } : {};
  return { type: problemUrn(name), title, status, detail, requestId, ...more };
}
