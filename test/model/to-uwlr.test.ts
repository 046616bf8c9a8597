import { describe, expect, test } from '@jest/globals';
import type { Result } from '../../src/model/result.js';
import { type ToUwlrOptions, toUwlr } from '../../src/model/results/to-uwlr.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import { readExtensions } from '../../src/uwlr/extensions.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { decodeText } from '../support/decode-text.js';
import { GOAL_LINK, SIGNAL } from '../support/goals.js';
import { fullMessage } from './support/invented-message.js';
import { translated } from './support/translated.js';

const OPTIONS: ToUwlrOptions = {
  version: '2.2',
  school: '99AB-01',
  schoolYear: '2025-2026',
  createdAt: '2026-02-01T10:00:00+01:00',
  leerlingid: (alias) => alias,
};
const EXTENSIONS = readExtensions([
  { namespace: 'urn:voorbeeld:formaat', type: 'Formaat', elements: [{ name: 'oordeel', type: 'string', optional: true }] },
]);
const { results, assessments } = translated(fullMessage());

/** What a result says, apart from its id (another key) and the losses of its own way in. */
function said({ id: _, losses: __, ...rest }: Result) {
  return rest;
}

describe('results in the model', () => {
  const { message, losses } = toUwlr(results, assessments, OPTIONS);
  if (message === undefined) throw new Error('nothing came of it');

  test('become a message that says the same', () => {
    expect(losses).toEqual([]);
    expect(translated(message).results.map(said)).toEqual(results.map(said));
    expect(translated(message).assessments).toEqual(assessments.map((assessment) => ({ ...assessment, losses: [] })));
  });

  test('become a message that is valid on the wire', () => {
    const text = encodeToString(leerresultatenVerzoek, '2.2', message, { extensions: EXTENSIONS });
    const { findings, value } = decodeText(text, leerresultatenVerzoek, { extensions: EXTENSIONS });
    expect(findings.list).toEqual([]);
    expect(value).toEqual(message);
  });

  test('go by their id, which they keep when they are sent again, or by a key of choice', () => {
    const keys = (options: Partial<ToUwlrOptions>) =>
      toUwlr(results, assessments, { ...OPTIONS, ...options }).message?.toetsafnames.toetsafname[0]?.resultaten.resultaat.map(
        ({ key }) => key,
      );
    expect(keys({})).toEqual(results.map(({ id }) => id));
    expect(keys({ key: ({ id }) => `x-${id}` })).toEqual(results.map(({ id }) => `x-${id}`));
  });
});

describe('what a version cannot say', () => {
  test('is left out and named: the ECK iD in 2.1', () => {
    const { message, losses } = toUwlr(results, assessments, { ...OPTIONS, version: '2.1' });
    expect(message?.toetsafnames.toetsafname[0]?.eckid).toBeUndefined();
    expect(message?.school.xsdversie).toBe('2.1');
    expect(losses).toEqual([
      { kind: 'left-out', path: '/leerresultaten_verzoek/toetsafnames/toetsafname/eckid', reason: 'not-in-version', count: 1 },
    ]);
  });

  test('blocks a pupil without key up to 2.2, with all results, and not in 2.3', () => {
    const options = { ...OPTIONS, leerlingid: () => undefined };
    expect(toUwlr(results, assessments, options)).toEqual({
      losses: expect.arrayContaining([
        { kind: 'blocked', path: '/leerresultaten_verzoek/toetsafnames/toetsafname[1]', reason: 'missing-leerlingid', count: 3 },
      ]),
    });
    const { message, losses } = toUwlr(results, assessments, { ...options, version: '2.3' });
    expect(message?.toetsafnames.toetsafname[0]).toMatchObject({ eckid: 'eckid-0001' });
    expect(losses).toEqual([]);
  });

  test('keeps the other pupils', () => {
    const other = results.map((result) => ({ ...result, learner: 'LL-0002' }));
    const { message, losses } = toUwlr([...results, ...other], assessments, {
      ...OPTIONS,
      leerlingid: (alias) => (alias === 'LL-0002' ? alias : undefined),
    });
    expect(message?.toetsafnames.toetsafname.map(({ leerlingid }) => leerlingid)).toEqual(['LL-0002']);
    expect(losses).toHaveLength(1);
  });
});

describe('what UWLR cannot say', () => {
  const [score, oso] = results as [Result, Result];
  const RESULT = '/leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat';
  const lossesOf = (result: Result) => toUwlr([result], assessments, OPTIONS).losses;

  test('is named: goals, signals, what a source profile says, and circumstances without a place', () => {
    const { category: _, ...activityWithoutCategory } = score.activity;
    const result = {
      ...score,
      goalLinks: [GOAL_LINK, GOAL_LINK],
      signals: [SIGNAL],
      context: { itemCount: '20', instructionSeconds: '60', extra: [{ name: 'n', value: 'v' }] },
      source: { ...score.source, product: 'Klokwijs' },
      activity: { ...activityWithoutCategory, originType: 'exercise', goals: [{ value: 'bk:x' }] },
      values: score.values.map((value) => ({ ...value, unit: 'punt', meaning: 'van 100' })),
    } as const;
    expect(lossesOf(result)).toEqual([
      { kind: 'left-out', path: `${RESULT}/goalLinks`, reason: 'no-place-in-uwlr', count: 2 },
      { kind: 'left-out', path: `${RESULT}/activity/goals`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/activity/originType`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/signals`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/context/itemCount`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/context/instructionSeconds`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/context/extra`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/source/product`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/values/unit`, reason: 'no-place-in-uwlr', count: 1 },
      { kind: 'left-out', path: `${RESULT}/values/meaning`, reason: 'no-place-in-uwlr', count: 1 },
    ]);
  });

  test('is named: figures of another form, and half reference scores', () => {
    expect(lossesOf({ ...score, values: [...score.values, ...oso.values.slice(0, 2)] })).toEqual([
      { kind: 'left-out', path: `${RESULT}/values`, reason: 'one-form-per-result', count: 2 },
    ]);
    expect(lossesOf({ ...oso, values: [{ kind: 'reference', value: '24', sourcePath: 'x' }, ...oso.values] })).toEqual([
      { kind: 'left-out', path: `${RESULT}/values`, reason: 'reference-incomplete', count: 1 },
    ]);
  });

  test.each([
    ['withdrawn', { status: 'withdrawn' }],
    ['another-school', { school: '99AC' }],
    ['another-school-year', { schoolYear: '2024-2025' }],
    ['no-values', { values: [] }],
  ] as const)('blocks a result: %s', (reason, change) => {
    expect(toUwlr([{ ...score, ...change }], assessments, OPTIONS)).toEqual({
      losses: [{ kind: 'blocked', path: RESULT, reason, count: 1 }],
    });
  });

  test('blocks a second version of a test: that needs a message of its own', () => {
    const second = { ...oso, activity: { ...oso.activity, version: '4' } };
    const { message, losses } = toUwlr([score, second], assessments, OPTIONS);
    expect(message?.toetsen.toets).toHaveLength(1);
    expect(losses).toEqual([{ kind: 'blocked', path: RESULT, reason: 'another-version-of-the-test', count: 1 }]);
  });
});

test('a test whose definition is not at hand is made of what its results say', () => {
  const { message } = toUwlr(results, [], OPTIONS);
  expect(message?.toetsen.toets).toEqual([
    expect.objectContaining({
      toetscode: expect.objectContaining({ value: 'T1' }),
      toetsnaam: 'Rekenen blok 1',
      toetsonderdelen: { toetsonderdeel: [expect.objectContaining({ toetsonderdeelvolgnummer: '1', toetsonderdeelnaam: 'Optellen' })] },
    }),
  ]);
});

test('a school that is none is refused', () => {
  expect(() => toUwlr(results, assessments, { ...OPTIONS, school: 'school' })).toThrow(RangeError);
});

test('over random messages of every version, what comes back says the same', () => {
  let count = 0;
  for (const version of UWLR_2_VERSIONS) {
    for (let seed = 0; seed < 40; seed += 1) {
      const message = generateMessage(leerresultatenVerzoek, version, new Random(seed), { semantic: true });
      const made = translated(message, { version });
      const schoolYear = message.school.schooljaar;
      const there = toUwlr(made.results, made.assessments, { ...OPTIONS, version, schoolYear });
      const back = there.message === undefined ? [] : translated(there.message, { version }).results;
      const left = there.losses.reduce((sum, { kind, count: blocked }) => (kind === 'blocked' ? sum + blocked : sum), 0);
      expect(back.length + left).toBe(made.results.length);
      if (left > 0) continue;
      const inOrder = [...new Set(made.results.map(({ learner }) => learner))].flatMap((learner) =>
        made.results.filter((result) => result.learner === learner),
      );
      expect(back.map(said)).toEqual(inOrder.map(said));
      count += back.length;
    }
  }
  expect(count).toBeGreaterThan(100);
});
