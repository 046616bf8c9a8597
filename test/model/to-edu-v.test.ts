import { describe, expect, test } from '@jest/globals';
import { EDU_V_RESULT_TYPES } from '../../src/model/edu-v/edu-v-message.js';
import type { RevisedResult } from '../../src/model/edu-v/statement-of.js';
import { type EduVDraft, type ToEduVOptions, toEduV } from '../../src/model/edu-v/to-edu-v.js';
import type { Assessment, Loss, Result, Value } from '../../src/model/result.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { OSO_REFERENTIESCORES } from '../../src/uwlr/vocabularies.js';
import { eduVSchema, HAS_EDU_V_API } from '../support/edu-v-api.js';
import { GOAL_LINK, SIGNAL } from '../support/goals.js';
import { leavesOf } from './support/edu-v-fields.js';
import { fullMessage } from './support/invented-message.js';
import { translated } from './support/translated.js';

const STORED = { revision: 1, storedAt: '2026-02-01T09:30:00.000Z' };
const NO_PLACE = 'no-place-in-edu-v';
const ECK_ID = `https://ketenid.nl/201703/${'0f'.repeat(64)}`;

const made = translated(fullMessage());
const [score, oso, other] = made.results.map((result) => ({ ...result, ...STORED })) as [RevisedResult, RevisedResult, RevisedResult];

/** A result of which nothing is lost. */
const plain: RevisedResult = {
  ...STORED,
  id: '00000000-0000-5000-8000-00000000000a',
  school: '99XX',
  schoolYear: '2025-2026',
  learner: 'verzonnen-alias',
  source: { party: 'TESTEA', version: '2.2' },
  activity: { code: 'T9', originType: 'unknown', hierarchy: [] },
  date: '2026-01-14',
  values: [{ kind: 'score', value: '7', sourcePath: 'score' }],
  context: { extra: [] },
  goalLinks: [],
  signals: [],
  status: 'final',
  losses: [],
};
const reference = (value: Partial<Value>): Value => ({
  kind: 'reference',
  value: '24',
  scale: 'DLE',
  comparedWith: 'Landelijk',
  sourcePath: 'x',
  ...value,
});

function draftOf(result: RevisedResult, assessments: readonly Assessment[] = [], options: ToEduVOptions = {}): EduVDraft {
  const { drafts } = toEduV([result], assessments, options);
  if (drafts[0] === undefined) throw new Error('nothing came of it');
  return drafts[0];
}

function lossesOf(result: RevisedResult, assessments: readonly Assessment[] = []): readonly Loss[] {
  return draftOf(result, assessments).losses.get(result.id) ?? [];
}

function statementOf(result: RevisedResult) {
  return draftOf(result).message.studentScoresAndResults[0];
}

describe('two versions of a test that may not be told apart', () => {
  test('do not lend each other their parts and norms', () => {
    const [known] = made.assessments as [Assessment];
    const { version: _, ...test } = known;
    const { norm: __, ...other } = { ...test, id: 'verzonnen', parts: [] };
    const results = [score, oso].map(({ activity: { version: ___, ...activity }, ...result }) => ({ ...result, activity }));
    const { drafts } = toEduV(results, [other, test]);
    expect(drafts[0]?.message.scoreScaleDefinitions).toBeUndefined();
    expect(drafts[0]?.message.assessmentDefinition.parts).toBeUndefined();
    expect(toEduV(results, [test]).drafts[0]?.message.assessmentDefinition.parts).toHaveLength(2);
  });
});

describe('a message', () => {
  test('is about one test, as its source defined it, on one day', () => {
    const { message } = draftOf(score, made.assessments);
    expect(message).toEqual({
      assessmentDateTime: '2026-01-14T12:00:00Z',
      assessmentDefinition: {
        id: 'T1',
        name: 'Rekenen blok 1',
        version: '3',
        subjects: [{ subjectName: 'Rekenen en wiskunde' }],
        studyLevelId: 'bc213214-b83d-4673-b9c1-8fdaa63d6d56',
        parts: [
          { id: 'A', name: 'Optellen', index: 1 },
          { id: 'B', name: 'B', index: 2 },
        ],
      },
      school: { organisationIds: [{ organisationId: '99AB', organisationIdType: 'OIE_CODE' }] },
      schoolPeriod: '2025-2026',
      scoreScaleDefinitions: [
        {
          id: 'T1/3/A',
          name: 'Optellen',
          scoreScaleEntries: [
            { LHS: '0-5', RHS: 'oefenen' },
            { LHS: '6-10', RHS: 'goed' },
          ],
        },
      ],
      studentScoresAndResults: [
        {
          id: score.id,
          student: { userIds: [{ userId: 'LL-0001', userIdType: 'ASI' }] },
          dateCreated: '2026-02-01T09:30:00.000Z',
          dateLastModified: '2026-02-01T09:30:00.000Z',
          status: 'Final',
          reviewUrl: 'https://ea.example/a?toets=T1',
          scores: [{ scoreValue: '7', scoreType: 'ScorePoints', assessmentId: 'T1', assessmentPartId: 'A', scoreScaleIds: ['T1/3/A'] }],
        },
      ],
      toolName: 'TESTEA',
    });
  });

  test('holds results of one test, version, day, source and school year; each other one begins its own', () => {
    const changes: Partial<RevisedResult>[] = [
      {},
      { learner: 'een-ander' },
      { activity: { ...plain.activity, code: 'T8' } },
      { activity: { ...plain.activity, version: '2' } },
      { date: '2026-01-15' },
      { source: { party: 'ANDEREEA', version: '2.2' } },
      { schoolYear: '2024-2025' },
      { school: 'schoolkey:nep' },
    ];
    const { drafts } = toEduV(
      changes.map((change, at) => ({ ...plain, ...change, id: String(at) })),
      [],
    );
    expect(drafts.map(({ message }) => message.studentScoresAndResults.map(({ id }) => id))).toEqual([
      ['0', '1'],
      ['2'],
      ['3'],
      ['4'],
      ['5'],
      ['6'],
      ['7'],
    ]);
  });

  test('names a test without a name by its code, and defines no parts whose number nobody gave', () => {
    const { message, losses } = draftOf({ ...plain, activity: { ...plain.activity, part: { code: 'P' } } });
    expect(message.assessmentDefinition).toEqual({ id: 'T9', name: 'T9' });
    expect(message.studentScoresAndResults[0]?.scores).toEqual([expect.objectContaining({ assessmentPartId: 'P' })]);
    expect(losses.get(plain.id)).toEqual([{ path: 'activity/part', reason: 'part-without-definition' }]);
  });

  test('of a school says its BRIN, or its key, and its OnderwijsaanbiederId when that is known', () => {
    const organisations = { '99XX': '100A001', '99XX-01': '100A002' };
    const schoolOf = (school: string) => draftOf({ ...plain, school }, [], { organisations }).message.school;
    const brin = [{ organisationId: '99XX', organisationIdType: 'OIE_CODE' }];
    expect(schoolOf('99XX')).toEqual({ organisationMasterIdentifier: '100A001', organisationIds: brin });
    expect(schoolOf('99XX-01')).toEqual({ organisationMasterIdentifier: '100A002', organisationIds: brin });
    expect(schoolOf('99XX-02')).toEqual({ organisationIds: brin });
    expect(schoolOf('schoolkey:nep 1')).toEqual({ organisationIds: [{ organisationId: 'nep 1', organisationIdType: 'AS_ID' }] });
    expect(lossesOf({ ...plain, school: '99XX-02' })).toEqual([{ path: 'school/dependancecode', reason: NO_PLACE }]);
    expect(() => schoolOf('geen school')).toThrow(RangeError);
  });

  test('says the day that the source said, in every part of the Kingdom', () => {
    for (const date of ['2026-01-14', '2026-01-14Z', '2026-01-14+14:00', '2026-07-14-14:00']) {
      const moment = new Date(draftOf({ ...plain, date }).message.assessmentDateTime);
      for (const timeZone of ['UTC', 'Europe/Amsterdam', 'America/Curacao']) {
        expect(new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment)).toBe(date.slice(0, 10));
      }
      expect(lossesOf({ ...plain, date })).toEqual(date.length === 10 ? [] : [{ path: 'date', reason: 'time-zone-of-a-day' }]);
    }
  });
});

describe('a figure', () => {
  test.each([
    ['score', 'ScorePoints'],
    ['numberItems', 'NumberItems'],
    ['numberCorrect', 'NumberCorrect'],
    ['numberIncorrect', 'NumberIncorrect'],
    ['durationSeconds', 'DurationInSeconds'],
    ['skillScore', 'SkillScore'],
  ] as const)('%s goes as %s, exactly as it was sent', (kind, scoreType) => {
    const result = { ...plain, values: [{ kind, value: '012.50', sourcePath: 'x' }] };
    expect(statementOf(result)).toMatchObject({ scores: [{ scoreValue: '012.50', scoreType, assessmentId: 'T9' }] });
    expect(lossesOf(result)).toEqual([]);
  });

  test.each(['numberRead', 'intervalLow', 'intervalHigh', 'other'] as const)('%s has no place', (kind) => {
    const result = { ...plain, values: [...plain.values, { kind, value: '3', sourcePath: 'x' }] };
    expect(statementOf(result)?.scores).toHaveLength(1);
    expect(lossesOf(result)).toEqual([{ path: `values/${kind}`, reason: NO_PLACE }]);
  });

  test('to compare by goes under the name that OSO gives it, or not at all', () => {
    const known: string[] = [];
    for (const scale of OSO_REFERENTIESCORES) {
      const result = { ...plain, values: [...plain.values, reference({ scale })] };
      const { results } = statementOf(result) ?? {};
      if (results !== undefined) known.push(scale);
      const [said, lost] =
        results === undefined ? [undefined, [{ path: 'values/reference', reason: 'kind-not-known-in-edu-v' }]] : [scale, []];
      expect([results?.[0]?.resultType, lossesOf(result)]).toEqual([said, lost]);
    }
    expect(known.sort()).toEqual(['AE', 'AVI', 'CAE', 'CIV', 'DLE', 'IV', 'LA', 'LGH', 'Percentiel']);
  });

  test('that compares with one group does not pass for one that compares with everybody', () => {
    for (const comparedWith of ['VWO', undefined]) {
      const { comparedWith: _, ...rest } = reference({ scale: 'Percentiel' });
      const result = { ...plain, values: [...plain.values, { ...rest, ...(comparedWith === undefined ? {} : { comparedWith }) }] };
      expect(statementOf(result)?.results).toBeUndefined();
      expect(lossesOf(result)).toEqual([{ path: 'values/reference', reason: 'compared-with-a-group' }]);
    }
  });

  test('that a percentile is corrected is never said', () => {
    expect(EDU_V_RESULT_TYPES).not.toContain('CPercentiel');
    expect(toEduV([{ ...plain, values: [reference({ scale: 'CPercentiel' })] }], []).drafts).toEqual([]);
  });

  test('loses what it says beside itself', () => {
    expect(statementOf(oso)).toMatchObject({
      scores: [
        { scoreType: 'NumberItems', scoreValue: '20' },
        { scoreType: 'NumberCorrect', scoreValue: '15' },
        { scoreType: 'NumberIncorrect', scoreValue: '4' },
        { scoreType: 'DurationInSeconds', scoreValue: '900.50' },
        { scoreType: 'SkillScore', scoreValue: '112.10' },
      ],
      results: [
        { resultType: 'DLE', resultValue: '24' },
        { resultType: 'AVI', resultValue: 'E4' },
      ],
    });
    expect(lossesOf(oso)).toEqual(
      expect.arrayContaining([
        { path: 'values/numberRead', reason: NO_PLACE },
        { path: 'values/scale', reason: NO_PLACE },
        { path: 'values/meaning', reason: NO_PLACE },
        { path: 'values/intervalLow', reason: NO_PLACE },
        { path: 'values/intervalHigh', reason: NO_PLACE },
      ]),
    );
  });

  test('has a unit of its own only where it is not seconds of a time', () => {
    const unitOf = (kind: 'score' | 'durationSeconds', unit: string) =>
      lossesOf({ ...plain, values: [{ kind, value: '3', unit, sourcePath: 'x' }] });
    expect(unitOf('durationSeconds', 's')).toEqual([]);
    expect(unitOf('durationSeconds', 'min')).toEqual([{ path: 'values/unit', reason: NO_PLACE }]);
    expect(unitOf('score', 's')).toEqual([{ path: 'values/unit', reason: NO_PLACE }]);
  });

  test('of the context that no value says is lost, not made into a score', () => {
    const result = { ...plain, context: { itemCount: '20', correct: '7', extra: [] } };
    expect(statementOf(result)?.scores).toHaveLength(1);
    expect(lossesOf(result)).toEqual([
      { path: 'context/itemCount', reason: NO_PLACE },
      { path: 'context/correct', reason: NO_PLACE },
    ]);
  });

  test('there has to be one: without, a result cannot be said', () => {
    expect(toEduV([other, { ...plain, id: 'zonder', values: [] }], made.assessments)).toMatchObject({
      drafts: [],
      blocked: new Map([
        [other.id, expect.arrayContaining([{ path: 'values/other', reason: NO_PLACE }])],
        ['zonder', []],
      ] as [string, unknown][]),
    });
  });
});

describe('of a pupil', () => {
  test('the ECK iD is said only in the form that it has', () => {
    expect(statementOf({ ...plain, eckId: ECK_ID })?.student).toEqual({
      userMasterIdentifier: ECK_ID,
      userIds: [{ userId: 'verzonnen-alias', userIdType: 'ASI' }],
    });
    expect(lossesOf({ ...plain, eckId: ECK_ID })).toEqual([]);
    const wrong = { ...plain, eckId: 'eckid-0001' };
    expect(statementOf(wrong)?.student).toEqual({ userIds: [{ userId: 'verzonnen-alias', userIdType: 'ASI' }] });
    expect(lossesOf(wrong)).toEqual([{ path: 'eckId', reason: 'not-an-eck-id' }]);
  });

  test('a result that was taken back is told without its figures', () => {
    const statement = statementOf({ ...plain, status: 'withdrawn' });
    expect(statement).toMatchObject({ id: plain.id, status: 'Canceled' });
    expect(statement).not.toHaveProperty('scores');
    expect(statement).not.toHaveProperty('results');
  });

  test('a later revision has a later moment, though both were stored in one minute', () => {
    const second = { ...plain, revision: 2 };
    expect(statementOf(second)?.dateLastModified).toBe('2026-02-01T09:30:00.001Z');
    expect(lossesOf(second)).toEqual([{ path: 'dateCreated', reason: 'first-revision-not-known' }]);
  });
});

describe('what has no place in Edu-V is named, without its value', () => {
  test('of the test and its norms', () => {
    expect(lossesOf({ ...score, revision: 1 }, made.assessments).map(({ path }) => path)).toEqual([
      'school/dependancecode',
      'activity/year/vocabulary',
      'activity/part/vocabulary',
      'assessment/norm/category',
      'assessment/norm/level',
      'assessment/norm/weight',
      'assessment/norm/vocabulary',
      'assessment/norm/bands/description',
      'assessment/norm/bands/colour',
      'assessment/norm/bands/gradeFrom',
      'assessment/norm/bands/gradeTo',
      'activity/code/vocabulary',
      'activity/version/vocabulary',
      'activity/subject/vocabulary',
      'activity/hierarchy',
      'eckId',
      'norm/description',
      'activity/category',
      'activity/level',
    ]);
  });

  test('of the result: goals, signals, circumstances, the kind of work, and a term whose norms are not at hand', () => {
    const result: RevisedResult = {
      ...plain,
      activity: { ...plain.activity, originType: 'methodTest', year: { value: 'klas 2' } },
      context: { instructionSeconds: '60', extra: [{ name: 'n', value: 'v' }] },
      goalLinks: [GOAL_LINK],
      signals: [SIGNAL],
      norm: { term: 'goed' },
      source: { ...plain.source, product: 'REKENMETHODE' },
      sourceProfile: { declared: true, version: '1' },
      values: plain.values.map((value) => ({ ...value, declaration: { declared: true, meaning: 'hoeveel opgaven goed waren' } })),
    };
    expect(lossesOf(result).map(({ path }) => path)).toEqual([
      'activity/year',
      'norm',
      'source/product',
      'sourceProfile',
      'values/declaration',
      'activity/originType',
      'context/instructionSeconds',
      'context/extra',
      'goalLinks',
      'signals',
    ]);
  });

  test('of norms that no score can be in, and of parts with a number that JSON cannot hold', () => {
    const [assessment] = made.assessments as [Assessment];
    const [part] = assessment.parts as [Assessment['parts'][number]];
    const bands = [
      { term: 'omgekeerd', from: '9', to: '1' },
      { term: 'precies', from: '+004', to: '4' },
    ];
    const strange: Assessment = { ...assessment, norm: { bands }, parts: [{ ...part, number: '9'.repeat(30) }] };
    const whole = { ...score, activity: { ...score.activity } };
    delete (whole.activity as { part?: unknown }).part;
    const { message, losses } = draftOf(whole, [strange]);
    expect(message.scoreScaleDefinitions).toEqual([
      { id: 'T1/3', name: 'Rekenen blok 1', scoreScaleEntries: [{ LHS: '4-4', RHS: 'precies' }] },
    ]);
    expect(losses.get(score.id)).toEqual(
      expect.arrayContaining([
        { path: 'assessment/norm/bands', reason: 'band-without-scores' },
        { path: 'activity/part/number', reason: 'number-too-large' },
      ]),
    );
  });

  test('of an exercise: the Results API is about tests, so only that it was taken back can be said', () => {
    const exercise: RevisedResult = { ...plain, activity: { ...plain.activity, originType: 'exercise' } };
    expect(toEduV([exercise], [])).toEqual({
      drafts: [],
      blocked: new Map([[plain.id, [{ path: 'activity/originType', reason: 'exercise-is-no-test' }]]]),
    });
    const withdrawn = toEduV([{ ...exercise, status: 'withdrawn', values: [] }], []);
    expect(withdrawn.drafts[0]?.message.studentScoresAndResults).toMatchObject([{ status: 'Canceled' }]);
  });

  test('of a day that RFC 3339 cannot write: the result cannot be said', () => {
    expect(toEduV([{ ...plain, date: '-0044-03-15' }], []).blocked).toEqual(
      new Map([[plain.id, [{ path: 'date', reason: 'no-day-in-edu-v' }]]]),
    );
  });
});

/** What is about the gateway itself, or repeats what stands elsewhere. */
const NOT_OF_THE_RESULT = [
  'revision',
  'supersedes',
  'storedAt',
  'source/version',
  'losses',
  'status',
  'values/kind',
  'values/sourcePath',
  'activity/originType',
];
/** Constants of the format; everything else in a message comes from the result or its test. */
const OF_THE_FORMAT: readonly string[] = [
  ...EDU_V_RESULT_TYPES,

  'Final',
  'ASI',
  'OIE_CODE',
  'AS_ID',
  'ScorePoints',
  'NumberItems',
  'NumberCorrect',
  'NumberIncorrect',
  'DurationInSeconds',
  'SkillScore',
];

describe('over random messages of every version', () => {
  const cases = UWLR_2_VERSIONS.flatMap((version) =>
    Array.from({ length: 40 }, (_, seed) => {
      const message = generateMessage(leerresultatenVerzoek, version, new Random(seed), { semantic: true, repeat: { resultaat: 4 } });
      const { results, assessments } = translated(message, { version });
      return { results: results.map((result) => ({ ...result, ...STORED })), assessments };
    }),
  );
  const converted = cases.map((one) => ({ ...one, ...toEduV(one.results, one.assessments) }));

  test('each result is in one message, or cannot be said', () => {
    for (const { results, drafts, blocked } of converted) {
      const said = drafts.flatMap(({ message }) => message.studentScoresAndResults.map(({ id }) => id));
      expect([...said, ...blocked.keys()].sort()).toEqual(results.map(({ id }) => id).sort());
    }
    expect(converted.flatMap(({ drafts }) => drafts).length).toBeGreaterThan(100);
  });

  test('nothing is in a message that its source did not say', () => {
    for (const { results, assessments, drafts } of converted) {
      const source = new Set(leavesOf([results, assessments]).map(({ value }) => value));
      for (const { message } of drafts) {
        const { assessmentDateTime, school, scoreScaleDefinitions = [], ...rest } = message;
        const { studyLevelId: _, ...definition } = rest.assessmentDefinition;
        const levels = rest.studentScoresAndResults.flatMap(({ scores = [] }) => scores.flatMap(({ scoreScaleIds = [] }) => scoreScaleIds));
        expect(scoreScaleDefinitions.map(({ id }) => id).sort()).toEqual([...new Set(levels)].sort());
        expect(results.some(({ date }) => date.trim().startsWith(assessmentDateTime.slice(0, 10)))).toBe(true);
        expect(school.organisationIds[0]?.organisationId).toBe('99AB');
        const terms = scoreScaleDefinitions.flatMap(({ scoreScaleEntries }) => scoreScaleEntries.map(({ RHS }) => RHS));
        const said = leavesOf([{ ...rest, assessmentDefinition: definition }, terms]).filter(
          ({ path }) => !/scoreScaleIds$|parts\/index$/.test(path),
        );
        expect(said.filter(({ value }) => !source.has(value) && !OF_THE_FORMAT.includes(value))).toEqual([]);
      }
    }
  });

  test('each field of a result is carried, or its loss is named', () => {
    for (const { results, drafts } of converted) {
      for (const { message, losses } of drafts) {
        for (const statement of message.studentScoresAndResults) {
          const result = results.find(({ id }) => id === statement.id) as RevisedResult;
          const carried = new Set(leavesOf({ ...message, studentScoresAndResults: [statement] }).map(({ value }) => value));
          const lost = (losses.get(statement.id) ?? []).map(({ path }) => path);
          expect(missing(result, carried, lost)).toEqual([]);
        }
      }
    }
  });

  (HAS_EDU_V_API ? test : test.skip)('each message fits the official schema', () => {
    const validate = eduVSchema('AssessmentScoresAndResults');
    for (const { drafts } of converted) {
      for (const { message } of drafts) {
        validate({ id: '00000000-0000-5000-8000-000000000000', timestamp: '2026-02-01T09:30:00.000Z', ...message });
        expect(validate.errors ?? []).toEqual([]);
      }
    }
  });
});

/** Paths of what is neither in a message nor among its losses. */
function missing({ values, date: _, school: __, ...result }: Result, carried: ReadonlySet<string>, lost: readonly string[]): string[] {
  const isLost = (path: string) => lost.some((one) => path === one || path.startsWith(`${one}/`));
  const isOurs = (path: string) => NOT_OF_THE_RESULT.some((one) => path === one || path.startsWith(`${one}/`));
  const figures = values.filter(({ kind }) => !isLost(`values/${kind}`)).map(({ comparedWith: _, ...value }) => value);
  // A time in seconds is of a type that says so, a year goes as the id of its level, a code with a vocabulary is lost by that.
  const others = [...(result.activity.year === undefined ? [] : [result.activity.year.value]), 's'];
  return leavesOf({ ...result, values: figures })
    .map(({ path, value }) => ({ value, path: path.replace('activity/codeVocabulary', 'activity/code/vocabulary') }))
    .filter(({ path, value }) => !carried.has(value) && !isLost(path) && !isOurs(path))
    .filter(({ path, value }) => !(['activity/year/value', 'values/unit'].includes(path) && others.includes(value)))
    .map(({ path }) => path);
}
