import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ASSESSMENT, postedBody, postedResult, postResults } from './support/posted.js';
import { type RestServer, startRest } from './support/rest-server.js';

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest({ intake: { limits: { bytes: 100_000, ratio: 100 } } });
  token = await rest.token();
});
afterAll(async () => {
  const kept = (await rest.store.results({ school: '99AB', limit: 1 })).items;
  await rest.stop();
  expect([rest.errors, kept]).toEqual([[], []]);
});

/** What must come back in no answer, and stand in no record. */
const PLANTED = 'Zwaantje-Verzonnen';

const [result, assessment] = [postedResult('r-1'), ASSESSMENT];
const withResult = (more: object) => postedBody({ results: [{ ...result, ...more }] });
const withValues = (...values: object[]) => withResult({ values });
const withActivity = (more: object) => withResult({ activity: { code: 'T1', ...more } });
const withContext = (context: object) => withResult({ context });
const EXTRA = { name: PLANTED, value: '3' };
const withAssessment = (more: object) => postedBody({ assessments: [{ ...assessment, ...more }] });
const [score, items, low, high] = ['score', 'numberItems', 'intervalLow', 'intervalHigh'].map((kind) => ({ kind, value: '7' }));
const reference = { kind: 'reference', value: 'II', scale: 'DLE', comparedWith: 'Landelijk' };

/** What is wrong with a body, where, and by which rule. */
const WRONG: readonly (readonly [what: string, body: unknown, ...faults: (readonly [pointer: string, rule: string])[]])[] = [
  ['a list', [], ['', 'UWLR-JSON-003']],
  ['null', 'null', ['', 'UWLR-JSON-003']],
  ['nothing in it', {}, ['/schoolYear', 'UWLR-JSON-004'], ['/assessments', 'UWLR-JSON-004'], ['/results', 'UWLR-JSON-004']],
  ['a member that nobody knows', { ...postedBody(), [PLANTED]: 1 }, ['', 'UWLR-JSON-005']],
  ['a prototype', '{"__proto__":{},"schoolYear":"2026-2027","assessments":[{}],"results":[{}]}', ['', 'UWLR-JSON-005']],
  ['no results', postedBody({ results: [] }), ['/results', 'UWLR-JSON-007']],
  ['no assessments', postedBody({ assessments: [] }), ['/assessments', 'UWLR-JSON-007']],
  ['a school year as a number', { ...postedBody(), schoolYear: 2026 }, ['/schoolYear', 'UWLR-JSON-003']],
  ['a school year of another form', postedBody({ schoolYear: PLANTED }), ['/schoolYear', 'UWLR-SCH-022']],
  ['a school year of three years', postedBody({ schoolYear: '2026-2029' }), ['/schoolYear', 'UWLR-LR-001']],
  ['a moment of another form', postedBody({ createdAt: PLANTED }), ['/createdAt', 'UWLR-SCH-026']],
  ['a moment far ahead', postedBody({ createdAt: '2036-10-01T08:00:00Z' }), ['/createdAt', 'UWLR-LR-020']],
  ['a result without a key', withResult({ key: undefined }), ['/results/0/key', 'UWLR-JSON-004']],
  ['a key of nothing', withResult({ key: '' }), ['/results/0/key', 'UWLR-SCH-020']],
  ['a key that is too long', withResult({ key: PLANTED.repeat(30) }), ['/results/0/key', 'UWLR-SCH-021']],
  ['a key twice', postedBody({ results: [result, { ...result }] }), ['/results/1/key', 'UWLR-ID-001']],
  ['a learner of nothing', withResult({ learner: {} }), ['/results/0/learner', 'UWLR-JSON-007']],
  ['a learner by name', withResult({ learner: { name: PLANTED } }), ['/results/0/learner', 'UWLR-JSON-005']],
  ['a blank leerlingid', withResult({ learner: { leerlingid: ' ' } }), ['/results/0/learner/leerlingid', 'UWLR-LR-023']],
  [
    'a leerlingid that is too long',
    withResult({ learner: { leerlingid: PLANTED.repeat(30) } }),
    ['/results/0/learner/leerlingid', 'UWLR-SCH-021'],
  ],
  ['a blank ECK iD', withResult({ learner: { eckId: ' ' } }), ['/results/0/learner/eckId', 'UWLR-LR-023']],
  ['a day that is none', withResult({ date: '2026-02-30' }), ['/results/0/date', 'UWLR-SCH-025']],
  ['a test that is not in the body', withResult({ activity: { code: PLANTED } }), ['/results/0/activity/code', 'UWLR-ID-003']],
  [
    'a part that is not in the test',
    withResult({ activity: { code: 'T1', part: { code: PLANTED } } }),
    ['/results/0/activity/part/code', 'UWLR-LR-002'],
  ],
  ['a version of nothing', withResult({ activity: { code: 'T1', version: '' } }), ['/results/0/activity/version', 'UWLR-SCH-020']],
  [
    'an origin that nobody knows',
    withResult({ activity: { code: 'T1', originType: PLANTED } }),
    ['/results/0/activity/originType', 'UWLR-JSON-006'],
  ],
  ['no values', withValues(), ['/results/0/values', 'UWLR-JSON-007']],
  ['a value as a number', withValues({ kind: 'score', value: 7 }), ['/results/0/values/0/value', 'UWLR-JSON-003']],
  ['a value of a kind that nobody knows', withValues({ kind: PLANTED, value: '7' }), ['/results/0/values/0/kind', 'UWLR-JSON-006']],
  ['a score that is no number', withValues({ kind: 'score', value: PLANTED }), ['/results/0/values/0/value', 'UWLR-SCH-023']],
  ['a score below zero', withValues({ kind: 'score', value: '-1' }), ['/results/0/values/0/value', 'UWLR-SCH-024']],
  ['a score outside the norms', withValues({ kind: 'score', value: '101' }), ['/results/0/values/0/value', 'UWLR-LR-006']],
  ['a score beside a count', withValues(items!, score!), ['/results/0/values/1/kind', 'UWLR-JSON-009']],
  ['two scores', withValues(score!, score!), ['/results/0/values/1/kind', 'UWLR-JSON-009']],
  ['a score on a scale', withValues({ ...score, scale: PLANTED }), ['/results/0/values/0/scale', 'UWLR-JSON-009']],
  ['half an interval', withValues(low!), ['/results/0/values', 'UWLR-JSON-009']],
  [
    'an interval on two scales',
    withValues({ ...low, scale: 'A' }, { ...high, scale: 'B' }),
    ['/results/0/values/1/scale', 'UWLR-JSON-009'],
  ],
  [
    'an interval that ends before it begins',
    withValues({ kind: 'numberRead', value: '3' }, { ...low, value: '9' }, high!),
    ['/results/0/values/1', 'UWLR-LR-011'],
  ],
  [
    'a reference to nothing',
    withValues({ kind: 'reference', value: 'II' }),
    ['/results/0/values/0/scale', 'UWLR-JSON-009'],
    ['/results/0/values/0/comparedWith', 'UWLR-JSON-009'],
  ],
  [
    'a reference without a value',
    withValues(items!, reference, { ...reference, value: '' }),
    ['/results/0/values/2/value', 'UWLR-SCH-020'],
  ],
  ['a meaning of nothing', withValues({ ...items, meaning: '' }), ['/results/0/values/0/meaning', 'UWLR-JSON-007']],
  ['a unit that is too long', withValues({ ...items, unit: PLANTED.repeat(3) }), ['/results/0/values/0/unit', 'UWLR-JSON-007']],
  [
    'seconds in another unit',
    withValues({ kind: 'durationSeconds', value: '7', unit: 'min' }),
    ['/results/0/values/0/unit', 'UWLR-JSON-009'],
  ],
  ['a product of nothing', withResult({ product: '' }), ['/results/0/product', 'UWLR-JSON-007']],
  ['a goal without a value', withActivity({ goals: [{ vocabulary: 'x' }] }), ['/results/0/activity/goals/0/value', 'UWLR-JSON-004']],
  ['goals by number', withActivity({ goals: [67] }), ['/results/0/activity/goals/0', 'UWLR-JSON-003']],
  [
    'too many goals',
    withActivity({ goals: Array.from({ length: 51 }, () => ({ value: 'x' })) }),
    ['/results/0/activity/goals', 'UWLR-JSON-007'],
  ],
  ['circumstances that nobody knows', withContext({ [PLANTED]: '1' }), ['/results/0/context', 'UWLR-JSON-005']],
  ['a number of items as a number', withContext({ itemCount: 20 }), ['/results/0/context/itemCount', 'UWLR-JSON-003']],
  ['a number of items that is none', withContext({ itemCount: PLANTED }), ['/results/0/context/itemCount', 'UWLR-JSON-007']],
  ['a time below zero', withContext({ instructionSeconds: '-60' }), ['/results/0/context/instructionSeconds', 'UWLR-JSON-007']],
  ['more right than there were items', withContext({ itemCount: '20', correct: '21' }), ['/results/0/context/correct', 'UWLR-LR-010']],
  [
    'circumstances that contradict a figure',
    withResult({ values: [items], context: { itemCount: '8' } }),
    ['/results/0/context/itemCount', 'UWLR-JSON-009'],
  ],
  [
    'more extras than anybody declares',
    withContext({ extra: Array.from({ length: 21 }, () => EXTRA) }),
    ['/results/0/context/extra', 'UWLR-JSON-007'],
  ],
  ['an extra that no source profile declares', withContext({ extra: [EXTRA] }), ['/results/0/context/extra/0/name', 'UWLR-JSON-010']],
  ['more right than there were', withValues({ kind: 'numberCorrect', value: '9' }, items!), ['/results/0/values/0/value', 'UWLR-LR-010']],
  [
    'a time that is no number',
    withValues(items!, { kind: 'durationSeconds', value: PLANTED }),
    ['/results/0/values/1/value', 'UWLR-SCH-023'],
  ],
  ['a status that nobody knows', withResult({ status: PLANTED }), ['/results/0/status', 'UWLR-JSON-006']],
  ['goals', withResult({ goalLinks: [{ goal: PLANTED }] }), ['/results/0/goalLinks', 'UWLR-JSON-007']],
  ['a signal that is none', withResult({ signals: [PLANTED] }), ['/results/0/signals/0', 'UWLR-JSON-003']],
  ['an id of its own', withResult({ id: PLANTED }), ['/results/0', 'UWLR-JSON-005']],
  ['a link that is too long', withResult({ detailUrl: `https://ea.example/${'x'.repeat(300)}` }), ['/results/0/detailUrl', 'UWLR-SCH-021']],
  ['a character that XML does not have', withResult({ key: `r\u0000${PLANTED}` }), ['/results/0/key', 'UWLR-JSON-008']],
  ['half a pair of surrogates', withAssessment({ name: '\ud83d' }), ['/assessments/0/name', 'UWLR-JSON-008']],
  ['a test without a code', withAssessment({ code: undefined }), ['/assessments/0/code', 'UWLR-JSON-004']],
  ['a test twice', postedBody({ assessments: [assessment, assessment] }), ['/assessments/1/code', 'UWLR-ID-001']],
  ['a subject without a value', withAssessment({ subject: { vocabulary: 'x' } }), ['/assessments/0/subject/value', 'UWLR-JSON-004']],
  [
    'a vocabulary that is no URI',
    withAssessment({ subject: { value: 'x', vocabulary: ':%' } }),
    ['/assessments/0/subject/vocabulary', 'UWLR-SCH-027'],
  ],
  [
    'a level that is no number',
    withAssessment({ hierarchy: [{ level: PLANTED, entry: { value: 'x' } }] }),
    ['/assessments/0/hierarchy/0/level', 'UWLR-SCH-023'],
  ],
  [
    'a number of a part that is none',
    withAssessment({ parts: [{ number: '0', code: { value: 'x' } }] }),
    ['/assessments/0/parts/0/number', 'UWLR-SCH-024'],
  ],
  [
    'a part twice',
    withAssessment({ parts: [...(assessment.parts ?? []), { number: '2', code: { value: 'T1-1' } }] }),
    ['/assessments/0/parts/1/code', 'UWLR-LR-003'],
  ],
  [
    'a norm without an end',
    withAssessment({ norm: { bands: [{ term: 'x', from: '0' }] } }),
    ['/assessments/0/norm/bands/0/to', 'UWLR-JSON-004'],
  ],
  [
    'a norm that ends before it begins',
    withAssessment({ norm: { bands: [{ term: 'x', from: '9', to: '1' }] } }),
    ['/assessments/0/norm/bands/0/to', 'UWLR-LR-004'],
  ],
  ['a norm of nothing', withAssessment({ norm: { bands: [] } }), ['/assessments/0/norm/bands', 'UWLR-SCH-003']],
  [
    'a colour that is none',
    withAssessment({ norm: { bands: [{ term: 'x', from: '0', to: '100', colour: { red: '256', green: '0', blue: '0', opacity: '1' } }] } }),
    ['/assessments/0/norm/bands/0/colour/red', 'UWLR-SCH-024'],
  ],
];

describe('a body that cannot be taken', () => {
  test.each(WRONG)('for %s: says so, and where', async (_what, body, ...faults) => {
    const { status, json, text, headers } = await postResults(rest, token, body);
    expect([status, json.type]).toEqual([422, 'urn:uwlr-gateway:problem:invalid-results']);
    const found = json.errors.map(({ pointer, rule }: Record<string, string>) => [pointer, rule]);
    expect(found).toEqual(expect.arrayContaining(faults as unknown[]));
    expect([text, JSON.stringify([...headers])].filter((said) => said.includes(PLANTED))).toEqual([]);
    const [record] = (await rest.ask('/exchanges?limit=1', token)).json.items;
    expect(record).toMatchObject({ operation: 'results.write', outcome: 'refused', resultCount: 0 });
    expect(JSON.stringify(record)).not.toContain(PLANTED);
  });

  test('for many faults: lists each, and says of a member what is known there', async () => {
    const body = postedBody({ results: [{ ...result, naam: 1 } as never, { ...result, key: 7 as never, values: [] }, result] });
    const { json } = await postResults(rest, token, body);
    expect(json.errors).toEqual([
      {
        pointer: '/results/0',
        rule: 'UWLR-JSON-005',
        message: expect.any(String),
        hint: expect.stringMatching(/^known here: key, learner, /),
      },
      { pointer: '/results/1/key', rule: 'UWLR-JSON-003', message: expect.any(String), hint: 'expected: string' },
      { pointer: '/results/1/values', rule: 'UWLR-JSON-007', message: expect.any(String), hint: 'at least 1' },
    ]);
  });

  test('for thousands of faults: lists the first hundred', async () => {
    const { json } = await postResults(rest, token, postedBody({ results: Array.from({ length: 9000 }, () => 1 as never) }));
    expect(json.errors).toHaveLength(100);
    const deep = await postResults(rest, token, withResult({ values: Array.from({ length: 9000 }, () => 1) }));
    expect(deep.json.errors).toHaveLength(1);
  });

  test.each([
    ['no JSON', '{"schoolYear":', {}],
    ['nothing', '', {}],
    ['XML', '<leerresultaten_verzoek/>', {}],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), {}],
    ['JSON in UTF-16', Buffer.from(JSON.stringify(postedBody()), 'utf16le'), {}],
    ['no gzip', JSON.stringify(postedBody()), { 'content-encoding': 'gzip' }],
    ['half a gzip', gzipSync(JSON.stringify(postedBody())).subarray(0, 40), { 'content-encoding': 'gzip' }],
    ['another compression', JSON.stringify(postedBody()), { 'content-encoding': 'br' }],
  ])('for being %s: says so', async (_what, body, headers) => {
    const { status, json } = await postResults(rest, token, body, { headers });
    expect([status, json.type]).toEqual([400, 'urn:uwlr-gateway:problem:unreadable-results']);
  });

  test('for being deeper than anything: says so', async () => {
    const { status } = await postResults(rest, token, `${'['.repeat(40_000)}${']'.repeat(40_000)}`);
    expect(status).toBe(422);
  });

  test.each([
    ['is', ' '.repeat(100_001), {}],
    ['unfolds to be', gzipSync(' '.repeat(100_001)), { 'content-encoding': 'gzip' }],
  ])('when it %s too large: says so', async (_what, body, headers) => {
    const { status, json } = await postResults(rest, token, body, { headers });
    expect([status, json.type]).toEqual([413, 'urn:uwlr-gateway:problem:too-large']);
    expect(json.detail).toMatch(/more than \d+ bytes/);
  });

  test('when it is not called JSON: says so', async () => {
    const { status } = await postResults(rest, token, JSON.stringify(postedBody()), { headers: { 'content-type': 'text/plain' } });
    expect(status).toBe(415);
  });

  test('when there is no room for it: says when to come again', async () => {
    const { Workload } = await import('../../src/exchange/workload.js');
    const full = await startRest({ intake: { workload: new Workload({ messages: 0, bytes: 0 }) } });
    const { status, headers } = await postResults(full, await full.token(), postedBody());
    await full.stop();
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  });
});
