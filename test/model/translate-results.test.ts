import { describe, expect, test } from '@jest/globals';
import { resultId } from '../../src/model/ids.js';
import type { LeerresultatenVerzoek, Resultaat } from '../../src/uwlr/messages/leerresultaten.js';
import { FORMAT, fullMessage, VOCABULARY } from './support/invented-message.js';
import { translated } from './support/translated.js';

const term = (value: string) => ({ value, vocabulary: VOCABULARY });

/** A message with these results of one test with these norms. */
function messageWith(resultaat: Partial<Resultaat>, bands: readonly (readonly [string, string])[] = []): LeerresultatenVerzoek {
  const norm = bands.map(([beginnormwaarde, eindnormwaarde], at) => ({ term: `term ${at + 1}`, beginnormwaarde, eindnormwaarde }));
  const { school } = fullMessage();
  return {
    school,
    toetsafnames: {
      toetsafname: [
        { leerlingid: 'LL-0001', resultaten: { resultaat: [{ key: 'r', afnamedatum: '2026-01-14', toetscode: 'T', ...resultaat }] } },
      ],
    },
    toetsen: { toets: [{ toetscode: { value: 'T' }, ...(norm.length === 0 ? {} : { toetsnormering: { norm } }) }] },
  };
}

function only(message: LeerresultatenVerzoek) {
  const [result] = translated(message).results;
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('a result with a score', () => {
  const [result] = translated(fullMessage()).results;

  test('keeps everything that its source says, as it says it', () => {
    expect(result).toEqual({
      id: resultId('99AB-01', 'TESTEA', 'r-score'),
      school: '99AB-01',
      schoolYear: '2025-2026',
      learner: 'LL-0001',
      eckId: 'eckid-0001',
      source: { party: 'TESTEA', version: '2.2' },
      activity: {
        code: 'T1',
        codeVocabulary: VOCABULARY,
        version: '3',
        name: 'Rekenen blok 1',
        part: { code: 'A', codeVocabulary: VOCABULARY, name: 'Optellen', number: '1' },
        originType: 'unknown',
        category: term('onderdeel'),
        level: term('T1'),
        subject: term('Rekenen en wiskunde'),
        year: term('5'),
        hierarchy: [
          { level: '9', entry: term('Methode') },
          { level: '10', entry: term('Blok 1') },
        ],
      },
      date: '2026-01-14',
      values: [{ kind: 'score', value: '7', sourcePath: 'score' }],
      norm: { term: 'goed', description: 'gaat goed' },
      context: { extra: [] },
      goalLinks: [],
      signals: [],
      detailUrl: 'https://ea.example/a?toets=T1',
      status: 'final',
      losses: [
        { path: 'versie/@vocabulairelocatie', reason: 'vocabulary-location' },
        { path: 'versie/@vocabulaire', reason: 'vocabulary-of-version' },
      ],
    });
  });

  test('keeps its figure as text, however long or odd', () => {
    for (const score of ['007', '+5', '123456789012345678901234567890']) {
      expect(only(messageWith({ score })).values).toEqual([{ kind: 'score', value: score, sourcePath: 'score' }]);
    }
  });

  test('has no category of its own when neither part nor test has one', () => {
    const { activity } = only(messageWith({ score: '1', toetsonderdeelcode: 'weg' }));
    expect(activity).toEqual({ code: 'T', part: { code: 'weg' }, originType: 'unknown', hierarchy: [] });
  });

  test('of a part without norms takes category and level from the test, but not its norm term', () => {
    const message = fullMessage();
    const [, , other] = message.toetsafnames.toetsafname[0]?.resultaten.resultaat ?? [];
    const { activity, norm } = only({
      ...message,
      toetsafnames: {
        toetsafname: [
          { leerlingid: 'LL-0001', resultaten: { resultaat: [{ ...(other as Resultaat), toetsonderdeelcode: 'B', score: '7' }] } },
        ],
      },
    });
    expect([activity.category, activity.level, norm]).toEqual([term('methodetoets'), term('niveau 2'), undefined]);
  });
});

describe('an OSO result', () => {
  const result = translated(fullMessage()).results[1];
  const path = 'osoresultaat/toetsscore';

  test('keeps every figure, with the scale and meaning that its source gives', () => {
    expect(result?.values).toEqual([
      { kind: 'numberItems', value: '20', sourcePath: `${path}/aantalopgaven` },
      { kind: 'numberCorrect', value: '15', sourcePath: `${path}/aantalgoed` },
      { kind: 'numberIncorrect', value: '4', sourcePath: `${path}/aantalfout` },
      { kind: 'numberRead', value: '19', sourcePath: `${path}/aantalgelezen` },
      { kind: 'durationSeconds', value: '900.50', unit: 's', sourcePath: `${path}/tijd` },
      { kind: 'skillScore', value: '112.10', scale: 'Schaal', sourcePath: `${path}/vaardigheidsscore` },
      { kind: 'intervalLow', value: '110', scale: 'Schaal', sourcePath: `${path}/betrouwbaarheidsinterval/bivlaag` },
      { kind: 'intervalHigh', value: '114.2', scale: 'Schaal', sourcePath: `${path}/betrouwbaarheidsinterval/bivhoog` },
      {
        kind: 'reference',
        value: '24',
        scale: 'DLE',
        comparedWith: 'Landelijk',
        meaning: 'voldoende',
        sourcePath: 'osoresultaat/referentiescore[1]/waarde',
      },
      { kind: 'reference', value: 'E4', scale: 'AVI', comparedWith: 'Landelijk', sourcePath: 'osoresultaat/referentiescore[2]/waarde' },
    ]);
  });

  test('says in its context what the source counted, and nothing else', () => {
    expect(result?.context).toEqual({ itemCount: '20', correct: '15', incorrect: '4', durationSeconds: '900.50', extra: [] });
    expect(only(messageWith({ osoresultaat: { toetsscore: { aantalgoed: '3' } } })).context).toEqual({ correct: '3', extra: [] });
  });

  test('gets no norm term: norms are about scores', () => {
    expect(result?.norm).toBeUndefined();
  });

  test('with a scale and no figure on it loses the scale, and says so', () => {
    const { values, losses } = only(messageWith({ osoresultaat: { toetsscore: { codevaardigheidsschaal: 'Schaal' } } }));
    expect(values).toEqual([]);
    expect(losses).toEqual([{ path: `${path}/codevaardigheidsschaal`, reason: 'scale-without-figure' }]);
  });
});

test('a result in a registered format becomes a figure per field, on the scale of that format', () => {
  expect(translated(fullMessage()).results[2]?.values).toEqual([
    { kind: 'other', value: '', scale: FORMAT, sourcePath: 'anderresultaat/andere_score' },
    { kind: 'other', value: 'op weg', scale: FORMAT, sourcePath: 'anderresultaat/oordeel' },
  ]);
});

describe('the norm term', () => {
  const bands = [
    ['6', '10'],
    ['0', '5'],
    ['20', '123456789012345678901234567890'],
  ] as const;
  const normOf = (score: string, norms: readonly (readonly [string, string])[] = bands) => only(messageWith({ score }, norms)).norm?.term;

  test('is that of the one norm that the score is in', () => {
    expect(['0', '5', '6', '10', '20', '9007199254740993', '123456789012345678901234567890'].map((score) => normOf(score))).toEqual([
      'term 2',
      'term 2',
      'term 1',
      'term 1',
      'term 3',
      'term 3',
      'term 3',
    ]);
  });

  test('is none for a score in no norm', () => {
    expect(['11', '19', '123456789012345678901234567891'].map((score) => normOf(score))).toEqual([undefined, undefined, undefined]);
    expect(normOf('3', [['5', '0']])).toBeUndefined();
  });

  test('is none for a score that several norms hold for, and that is a loss', () => {
    const touching = [
      ['0', '5'],
      ['5', '10'],
    ] as const;
    const { norm, losses } = only(messageWith({ score: '5' }, touching));
    expect(norm).toBeUndefined();
    expect(losses).toEqual([{ path: 'score', reason: 'norm-ambiguous' }]);
    expect([normOf('4', touching), normOf('6', touching)]).toEqual(['term 1', 'term 2']);
  });
});

test.each([
  ['Oefening', 'exercise'],
  [' oefenopgaven ', 'exercise'],
  ['oefentoets', 'unknown'],
  ['methodetoets', 'unknown'],
])('a test of the category "%s" is of the kind %s', (category, kind) => {
  const full = fullMessage();
  const toets = full.toetsen.toets.map(({ toetsonderdelen: _, ...one }) => ({
    ...one,
    toetsnormering: { norm: [], ...one.toetsnormering, toetscategorie: { value: category } },
  }));
  const message = { ...full, toetsen: { ...full.toetsen, toets } };
  expect(translated(message).results[0]?.activity.originType).toBe(kind);
});

test('the kind of work is unknown unless a table says what a category stands for', () => {
  const origin = (category: string) =>
    translated(fullMessage(), { originTypes: new Map([[category, 'methodTest']]) }).results[1]?.activity.originType;
  expect([origin('methodetoets'), origin('methode')]).toEqual(['methodTest', 'unknown']);
});

test('a result that names another version keeps it, and stays with the test that the message defines', () => {
  const message = fullMessage();
  const results = message.toetsafnames.toetsafname[0]?.resultaten.resultaat ?? [];
  const [first] = translated({
    ...message,
    toetsafnames: { toetsafname: [{ resultaten: { resultaat: [{ ...(results[0] as Resultaat), versie: { value: '4' } }] } }] },
  }).results;
  expect(first?.activity).toMatchObject({ version: '4', part: { name: 'Optellen' } });
});

test('nothing is linked, signalled, summed up or judged', () => {
  for (const result of translated(fullMessage()).results) {
    expect(result.goalLinks).toEqual([]);
    expect(result.signals).toEqual([]);
    expect(JSON.stringify(Object.keys(result))).not.toMatch(/average|mean|total|mastery|complete|percent/i);
  }
});
