import { type Attack, BAD_REQUEST, MARK, type Outcome } from './attack.js';
import { get, type HeaderLines, http } from './http-bytes.js';

const NOT_FOUND: Outcome = { status: 404 };
const EMPTY: Outcome = { harmless: 'it is a value that nothing has' };
const LISTS = ['results', 'assessments', 'exchanges', 'rosters', 'memberships', 'learners', 'groups', 'teachers'];
const THINGS = ['results', 'exchanges', 'learners', 'groups', 'teachers'];

function rest(name: string, path: string, outcome: Outcome, headers: HeaderLines = {}): Attack {
  return {
    name: `REST: ${name}`,
    service: 'leerresultaten',
    bytes: ({ token }) => get(`/api/v1${path}`, { Authorization: `Bearer ${token}`, ...headers }),
    outcome,
  };
}

const IDS: readonly (readonly [string, Outcome])[] = [
  ['..%2f..%2f..%2fetc%2fpasswd', NOT_FOUND],
  ['..%5c..%5csecret', NOT_FOUND],
  ['%252e%252e%252f', NOT_FOUND],
  ['__proto__', NOT_FOUND],
  ['constructor', NOT_FOUND],
  ['%00', NOT_FOUND],
  ["x'%20OR%20'1'='1", NOT_FOUND],
  ["x';DROP%20TABLE%20results;--", NOT_FOUND],
  ['%25', NOT_FOUND],
  ['%ff', BAD_REQUEST],
  ['%c0%af', BAD_REQUEST],
  ['%zz', BAD_REQUEST],
  ['9'.repeat(20_000), NOT_FOUND],
  [`%0d%0aX-${MARK}:1`, NOT_FOUND],
];

const FIELDS: readonly (readonly [string, Outcome])[] = [
  ['limit=99999999999999999999', BAD_REQUEST],
  ['limit=-1', BAD_REQUEST],
  ['limit=1e3', BAD_REQUEST],
  ['limit=0x10', BAD_REQUEST],
  ['limit=NaN', BAD_REQUEST],
  ['limit=1;DROP%20TABLE%20results', BAD_REQUEST],
  ['limit=%D9%A1', BAD_REQUEST],
  [`limit=${'9'.repeat(20_000)}`, BAD_REQUEST],
  ['limit=1&limit=2', BAD_REQUEST],
  ['limit[]=1', BAD_REQUEST],
  ['limit[__proto__]=1', BAD_REQUEST],
  ['__proto__=1', BAD_REQUEST],
  ['__proto__[x]=1', BAD_REQUEST],
  ['constructor[prototype][x]=1', BAD_REQUEST],
  ['hasOwnProperty=1', BAD_REQUEST],
  [`${MARK}=1`, BAD_REQUEST],
  [`%00=${MARK}`, BAD_REQUEST],
  [Array.from({ length: 5000 }, (_, n) => `a${n}`).join('&'), BAD_REQUEST],
  ["cursor=x'%20OR%201=1", BAD_REQUEST],
  ['cursor=__proto__', BAD_REQUEST],
  ['cursor=AAAA', BAD_REQUEST],
  [`cursor=${'A'.repeat(20_000)}`, BAD_REQUEST],
  ["school=99XX'%20OR%20'1'='1", { status: 403 }],
  ['school=__proto__', { status: 403 }],
  ['school=%00', BAD_REQUEST],
  [`school=${'9'.repeat(20_000)}`, BAD_REQUEST],
];

/** What only some lists take. */
const OTHERS: readonly Attack[] = [
  rest('a moment of twenty thousand digits', `/results?since=${'2'.repeat(20_000)}`, BAD_REQUEST),
  rest('a moment with twenty thousand decimals', `/results?since=2026-01-01T00:00:00.${'1'.repeat(20_000)}`, BAD_REQUEST),
  rest('a moment that is none', '/results?since=2026-02-30T00:00:00Z', BAD_REQUEST),
  rest('a school year of twenty thousand digits', `/learners?schoolYear=${'2'.repeat(20_000)}`, BAD_REQUEST),
  rest('a school year with SQL', "/learners?schoolYear=2025-2026'--", BAD_REQUEST),
  rest('a group with SQL', "/learners?group=x'%20OR%20'1'='1", EMPTY),
  rest('a group with a line break', `/learners?group=%0d%0aX-${MARK}:1`, BAD_REQUEST),
  rest('a group named after a prototype', '/learners?group=__proto__', EMPTY),
  rest('a learner with SQL', "/results?learner=x'%20OR%20'1'='1", EMPTY),
  rest('a learner that cannot be decoded', '/results?learner=%ff%fe', EMPTY),
  rest('a party with a percent sign', '/results?party=%25', EMPTY),
  rest('a party of twenty thousand characters', `/results?party=${'x'.repeat(20_000)}`, BAD_REQUEST),
  rest('identities that are asked for twice', '/learners?identities=true&identities=false', BAD_REQUEST),
];

/** Who asks, and how. */
const CALLERS: readonly Attack[] = [
  ...[
    'Bearer __proto__',
    "Bearer ' OR '1'='1",
    `Bearer ${'a'.repeat(30_000)}`,
    `Bearer ${' '.repeat(30_000)}x`,
    'Bearer',
    `Basic ${MARK}`,
    `Bearer ${'a'.repeat(20_000)}!`,
  ].map((authorization) => rest(`the token ${authorization.slice(0, 24)}`, '/results', { status: 401 }, { Authorization: authorization })),
  rest('a token in the address', `/results?access_token=${MARK}`, BAD_REQUEST),
  rest('ETags without end', '/results', EMPTY, { 'If-None-Match': '"a",'.repeat(7000) }),
  rest('an ETag of blanks', '/results', EMPTY, { 'If-None-Match': `W/${' '.repeat(30_000)}"` }),
  rest('kinds of answer without end', '/results', EMPTY, { Accept: 'a/b;q=0.1,'.repeat(3000) }),
  rest('ranges without end', '/results', EMPTY, { Range: `bytes=${'0-,'.repeat(9000)}` }),
  rest('an id of its own choice', '/results', EMPTY, { 'X-Request-Id': MARK }),
  rest('another origin', '/results', EMPTY, { Origin: `https://${MARK}`, 'Access-Control-Request-Method': 'DELETE' }),
  rest('a path out of it', '/../../etc/passwd', NOT_FOUND),
  rest('a path in capitals', '/RESULTS', NOT_FOUND),
  rest('a path with two slashes', '//results', NOT_FOUND),
  rest('a description for a Host with markup', '/openapi.json', { harmless: 'it names no host that it was told' }, { Host: `"><${MARK}>` }),
  ...['PUT', 'PATCH', 'DELETE'].map(
    (method): Attack => ({
      name: `REST: ${method} with a body that names a prototype`,
      service: 'leerresultaten',
      bytes: ({ token }) => {
        const body = `{"__proto__":{"${MARK}":1}}`;
        const lines = { Host: 'x', Connection: 'close', Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        return http(`${method} /api/v1/results HTTP/1.1`, { ...lines, 'Content-Length': String(body.length) }, body);
      },
      outcome: { status: 405 },
    }),
  ),
];

/** Results that are posted, or what looks like them. */
function posting(name: string, body: string, outcome: Outcome, headers: HeaderLines = {}): Attack {
  return {
    name: `REST: posting ${name}`,
    service: 'leerresultaten',
    bytes: ({ token }) => {
      const usual = { Host: 'x', Connection: 'close', Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const length = { 'Idempotency-Key': name.replaceAll(' ', '-'), 'Content-Length': String(Buffer.byteLength(body)) };
      return http('POST /api/v1/results HTTP/1.1', { ...usual, ...length, ...headers }, body);
    },
    outcome,
  };
}

const INVALID: Outcome = { status: 422 };
const RESULT = `{"key":"k","learner":{"leerlingid":"l"},"activity":{"code":"T"},"date":"2026-01-14","values":[{"kind":"score","value":"1"}]}`;
const body = (results: string, more = '') =>
  `{"schoolYear":"2025-2026","assessments":[{"code":{"value":"T"}}],"results":[${results}]${more}}`;

const POSTINGS: readonly Attack[] = [
  posting('a prototype', `{"__proto__":{"${MARK}":1}}`, INVALID),
  posting('a prototype in a result', body(RESULT.replace('{"key"', `{"__proto__":{"${MARK}":1},"key"`)), INVALID),
  posting('a constructor', body(RESULT, `,"constructor":{"prototype":{"${MARK}":1}}`), INVALID),
  posting('a school of its own', body(RESULT, ',"school":"99AB"'), INVALID),
  posting('a depth without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, INVALID),
  posting('an object without end', '{"a":'.repeat(100_000), BAD_REQUEST),
  posting('a number without end', body(RESULT.replace('"1"', '9'.repeat(20_000))), INVALID),
  posting('a key without end', body(RESULT.replace('"k"', `"${MARK.repeat(20_000)}"`)), INVALID),
  posting('results without end', body(Array.from({ length: 20_000 }, () => '1').join(',')), INVALID),
  posting('values without end', body(RESULT.replace('[{', `[${'1,'.repeat(100_000)}{`)), INVALID),
  posting('a null byte', body(RESULT.replace('"k"', '"\\u0000"')), INVALID),
  posting('half a character', body(RESULT.replace('"k"', '"\\ud800"')), INVALID),
  posting('XML', `<!DOCTYPE x SYSTEM "file:///etc/passwd"><x>${MARK}</x>`, BAD_REQUEST),
  posting('what is not compressed', body(RESULT), BAD_REQUEST, { 'Content-Encoding': 'gzip' }),
  posting('with a token that is none', body(RESULT), { status: 401 }, { Authorization: `Bearer ${MARK}` }),
  posting('under a key with a blank', body(RESULT), BAD_REQUEST, { 'Idempotency-Key': `"${MARK} x"` }),
  posting('under a key without end', body(RESULT), BAD_REQUEST, { 'Idempotency-Key': MARK.repeat(1000) }),
  posting('as a form', `results=${MARK}`, { status: 415 }, { 'Content-Type': 'application/x-www-form-urlencoded' }),
];

const inTurn = (from: readonly string[], at: number) => from[at % from.length] as string;

export const REST: readonly Attack[] = [
  ...IDS.map(([id, outcome], at) => rest(`the id ${id.slice(0, 40)}`, `/${inTurn(THINGS, at)}/${id}`, outcome)),
  ...FIELDS.map(([field, outcome], at) => rest(`${field.slice(0, 40)}`, `/${inTurn(LISTS, at)}?${field}`, outcome)),
  ...OTHERS,
  ...CALLERS,
  ...POSTINGS,
];
