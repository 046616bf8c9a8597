import { describe, expect, test } from '@jest/globals';
import { fromVersion1, OPEN_END } from '../../src/model/results/results-from-version-1.js';
import { toVersion1 } from '../../src/model/results/results-to-version-1.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import {
  type LeerresultatenVerzoek,
  leerresultatenVerzoek,
  type Normering,
  type Resultaat,
} from '../../src/uwlr/messages/leerresultaten.js';
import { type LeerresultatenVerzoek1, leerresultatenVerzoek1 } from '../../src/uwlr/messages/v1/leerresultaten.js';
import { decodeText, shown } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';
import { fullMessage } from './support/invented-message.js';

const ROOT = '/leerresultaten_verzoek';
const PART = `${ROOT}/toetsen/toets/toetsonderdelen/toetsonderdeel/toetsonderdeelnormering`;

type Normering1 = NonNullable<
  LeerresultatenVerzoek1['toetsen']['toets'][number]['toetsonderdelen']['toetsonderdeel'][number]['toetsonderdeelnormering']
>;

const school = { schooljaar: '2026-2027', brincode: '99AB', aanmaakdatum: '2026-10-01T09:00:00+02:00' };
const result = { key: 'r', afnamedatum: '2026-09-30', toetscode: 'T', score: '7' };
const part = { toetsonderdeelvolgnummer: '1', toetsonderdeelcode: { value: 'A' } };

function of1(normering?: Normering1): LeerresultatenVerzoek1 {
  const toetsonderdeel = [{ ...part, ...(normering === undefined ? {} : { toetsonderdeelnormering: normering }) }];
  return {
    school: { ...school, xsdversie: '1.0' },
    toetsafnames: {
      toetsafname: [
        { leerlingid: 'nep-1', resultaten: { resultaat: [{ ...result, toetsonderdeelcode: 'A', infourl: 'https://ea.example/r' }] } },
      ],
    },
    toetsen: { toets: [{ toetscode: { value: 'T' }, toetsnaam: 'Neptoets', toetsonderdelen: { toetsonderdeel } }] },
  };
}

function of2(
  results: readonly Partial<Resultaat>[],
  toets: Partial<LeerresultatenVerzoek['toetsen']['toets'][number]> = {},
): LeerresultatenVerzoek {
  const resultaat = results.map((more, at) => ({ ...result, key: `r${at}`, ...more }) as Resultaat);
  return {
    school: { ...school, xsdversie: '2.2' },
    toetsafnames: { toetsafname: [{ leerlingid: 'nep-1', resultaten: { resultaat } }] },
    toetsen: { toets: [{ toetscode: { value: 'T' }, toetsonderdelen: { toetsonderdeel: [part] }, ...toets }] },
  };
}

function normsOf({ toetsen }: { readonly toetsen: LeerresultatenVerzoek['toetsen'] }): Normering | undefined {
  return toetsen.toets[0]?.toetsonderdelen?.toetsonderdeel[0]?.toetsonderdeelnormering;
}

const norm = (term: string, from: string) => ({ term, scoregrotergelijkaan: from });
const shownLosses = ({ losses }: ReturnType<typeof toVersion1>) =>
  losses.map(({ kind, path, reason, count }) => `${kind} ${path} ${reason} ${count}`);

describe('from 1.0', () => {
  test('everything has a place in 2.1', () => {
    const message = of1();
    expect(fromVersion1(message)).toEqual({ ...message, school: { ...message.school, xsdversie: '2.1' } });
  });

  test('a range ends below the next, the highest at the highest score', () => {
    const normering = {
      vocabulaire: 'urn:voorbeeld',
      maxscore: '20',
      norm: [norm('goed', '12'), { ...norm('zwak', '0'), omschrijving: 'nep' }, norm('voldoende', '08')],
    };
    expect(normsOf(fromVersion1(of1(normering)))).toEqual({
      vocabulaire: 'urn:voorbeeld',
      norm: [
        { term: 'goed', beginnormwaarde: '12', eindnormwaarde: '20' },
        { term: 'zwak', omschrijving: 'nep', beginnormwaarde: '0', eindnormwaarde: '7' },
        { term: 'voldoende', beginnormwaarde: '08', eindnormwaarde: '11' },
      ],
    });
  });

  test('without a highest score it ends where no test does', () => {
    const huge = '123456789012345678901234567890';
    expect(normsOf(fromVersion1(of1({ norm: [norm('goed', '5')] })))?.norm[0]).toMatchObject({ eindnormwaarde: OPEN_END });
    expect(normsOf(fromVersion1(of1({ norm: [norm('goed', huge), norm('zwak', '0')] })))?.norm[1]).toMatchObject({
      eindnormwaarde: '123456789012345678901234567889',
    });
  });

  test('of a school with two names the BRIN counts', () => {
    const named = (more: object) => fromVersion1({ ...of1(), school: { ...of1().school, ...more } }).school;
    expect(named({ schoolkey: 'nep' })).not.toHaveProperty('schoolkey');
    expect(named({ brincode: undefined, schoolkey: 'nep' })).toMatchObject({ schoolkey: 'nep' });
  });
});

describe('to 1.0', () => {
  test('a message that came from it comes back', () => {
    const normering = { maxscore: '20', norm: [norm('zwak', '0'), norm('goed', '12')] };
    for (const message of [of1(), of1(normering), of1({ norm: [norm('goed', '5')] })]) {
      expect(toVersion1(fromVersion1(message))).toEqual({ message, losses: [] });
    }
  });

  test('what it has no place for is left out, and counted by path', () => {
    const { message, ...rest } = toVersion1(fullMessage());
    expect(shownLosses(rest)).toEqual([
      `left-out ${ROOT}/toetsafnames/toetsafname/eckid not-in-version 1`,
      `left-out ${ROOT}/toetsafnames/toetsafname/resultaten/resultaat/versie not-in-version 1`,
      `left-out ${ROOT}/toetsafnames/toetsafname/resultaten/resultaat/osoresultaat not-in-version 1`,
      `blocked ${ROOT}/toetsafnames/toetsafname[1]/resultaten/resultaat[2] missing-score 1`,
      `left-out ${ROOT}/toetsafnames/toetsafname/resultaten/resultaat/anderresultaat not-in-version 1`,
      `blocked ${ROOT}/toetsafnames/toetsafname[1]/resultaten/resultaat[3] missing-score 1`,
      `left-out ${ROOT}/toetsen/toets/versie not-in-version 1`,
      `left-out ${ROOT}/toetsen/toets/toetsnormering not-in-version 1`,
      `left-out ${ROOT}/toetsen/toets/toetshierarchie not-in-version 1`,
      `left-out ${PART}/toetscategorie not-in-version 1`,
      `left-out ${PART}/toetsniveau not-in-version 1`,
    ]);
    expect(message?.toetsafnames.toetsafname[0]?.resultaten.resultaat.map(({ key }) => key)).toEqual(['r-score']);
    expect(encodeToString(leerresultatenVerzoek1, '1.0', message as LeerresultatenVerzoek1)).toContain(' maxscore="10"');
  });

  test('a result of a whole test goes as one of its only part when the test has no parts', () => {
    const norm = [{ term: 'goed', beginnormwaarde: '0', eindnormwaarde: '10' }];
    const { toetsonderdelen: _, ...toets } = { ...of2([]).toetsen.toets[0], toetscode: { value: 'T' }, toetsnaam: 'Neptoets' };
    const { message, losses } = toVersion1({ ...of2([{}]), toetsen: { toets: [{ ...toets, toetsnormering: { norm } }] } });
    expect(losses).toEqual([]);
    expect(message?.toetsafnames.toetsafname[0]?.resultaten.resultaat[0]).toMatchObject({ toetsonderdeelcode: 'T' });
    expect(message?.toetsen.toets[0]).toEqual({
      ...toets,
      toetsonderdelen: {
        toetsonderdeel: [
          {
            toetsonderdeelvolgnummer: '1',
            toetsonderdeelcode: { value: 'T' },
            toetsonderdeelnaam: 'Neptoets',
            toetsonderdeelnormering: { maxscore: '10', norm: [{ term: 'goed', scoregrotergelijkaan: '0' }] },
          },
        ],
      },
    });
  });

  test('a result of a whole test with parts cannot go, and which one is said', () => {
    const converted = toVersion1(of2([{ toetsonderdeelcode: 'A' }, {}]));
    expect(converted.message?.toetsafnames.toetsafname[0]?.resultaten.resultaat).toHaveLength(1);
    expect(shownLosses(converted)).toEqual([
      `blocked ${ROOT}/toetsafnames/toetsafname[1]/resultaten/resultaat[2] missing-toetsonderdeelcode 1`,
    ]);
  });

  test('a pupil without a key of the administration cannot go, with all results', () => {
    const message = of2([{ toetsonderdeelcode: 'A' }, { toetsonderdeelcode: 'A' }]);
    const { resultaten } = message.toetsafnames.toetsafname[0] as { resultaten: never };
    const converted = toVersion1({ ...message, toetsafnames: { toetsafname: [{ eckid: 'e', resultaten }] } });
    expect(converted.message).toBeUndefined();
    expect(shownLosses(converted)).toEqual([
      `blocked ${ROOT}/toetsafnames/toetsafname[1] missing-leerlingid 2`,
      `blocked ${ROOT} missing-toetsafnames 1`,
    ]);
  });

  test('a school with a long key cannot be named', () => {
    const message = of2([{ toetsonderdeelcode: 'A' }]);
    const { brincode: _, ...rest } = message.school;
    const converted = toVersion1({ ...message, school: { ...rest, schoolkey: 'k'.repeat(65) } });
    expect(converted.message).toBeUndefined();
    expect(shownLosses(converted)).toContain(`blocked ${ROOT}/school/schoolkey value-not-allowed 1`);
  });

  test('ranges that do not meet are a loss; of two that begin alike one goes', () => {
    const range = (term: string, beginnormwaarde: string, eindnormwaarde: string) => ({ term, beginnormwaarde, eindnormwaarde });
    const norm = [
      range('goed', '8', '10'),
      range('zwak', '0', '5'),
      range('ook goed', '08', '9'),
      range('fout', '3', '2'),
      range('midden', '5', '7'),
    ];
    const toetsonderdeel = [{ ...part, toetsonderdeelnormering: { norm } }];
    const converted = toVersion1(of2([{ toetsonderdeelcode: 'A' }], { toetsonderdelen: { toetsonderdeel } }));
    expect(shownLosses(converted)).toEqual([
      `blocked ${ROOT}/toetsen/toets[1]/toetsonderdelen/toetsonderdeel[1]/toetsonderdeelnormering/norm[3] begins-where-another-does 1`,
      `blocked ${ROOT}/toetsen/toets[1]/toetsonderdelen/toetsonderdeel[1]/toetsonderdeelnormering/norm[4] ends-before-it-begins 1`,
      `left-out ${PART}/norm/eindnormwaarde not-below-next-norm 1`,
    ]);
    expect(converted.message?.toetsen.toets[0]?.toetsonderdelen.toetsonderdeel[0]?.toetsonderdeelnormering).toEqual({
      maxscore: '10',
      norm: [
        { term: 'zwak', scoregrotergelijkaan: '0' },
        { term: 'midden', scoregrotergelijkaan: '5' },
        { term: 'goed', scoregrotergelijkaan: '8' },
      ],
    });
  });
});

describe('whatever comes', () => {
  test('from 1.0 is valid in 2.1, but for a school without a name', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const made = generateMessage(leerresultatenVerzoek1, '1.0', new Random(seed));
      const message = { ...made, school: { ...made.school, brincode: '99AB' } };
      const value = fromVersion1(message);
      const { findings, version } = decodeText(encodeToString(leerresultatenVerzoek, '2.1', value), leerresultatenVerzoek);
      expect([version, findings.list.map(shown)]).toEqual(['2.1', []]);
    }
  });

  test('from any 2 is valid in 1.0, and no loss holds a value', () => {
    let count = 0;
    for (const from of ['2.1', '2.2', '2.3'] as const) {
      for (let seed = 0; seed < 40; seed += 1) {
        const { message, losses } = toVersion1(
          generateMessage(leerresultatenVerzoek, from, new Random(seed), { extensions, semantic: seed % 2 === 0 }),
        );
        for (const { path } of losses) expect(path).toMatch(/^\/[a-z_/[\]0-9]+$/);
        if (message === undefined) continue;
        const { findings, value } = decodeText(encodeToString(leerresultatenVerzoek1, '1.0', message), leerresultatenVerzoek1);
        expect(findings.list.map(shown)).toEqual([]);
        expect(value).toEqual(message);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(25);
  });
});
