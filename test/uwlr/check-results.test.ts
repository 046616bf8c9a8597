import { describe, expect, test } from '@jest/globals';
import { checkResults } from '../../src/model/incoming/check-results.js';
import { Findings } from '../../src/uwlr/findings.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { RESULT_RULES } from '../../src/uwlr/rules/result-rules.js';
import { VAKGEBIEDEN_URI } from '../../src/uwlr/vocabularies.js';
import { decodeText } from '../support/decode-text.js';
import {
  afname,
  check,
  checkFile,
  definities,
  ECK_ID,
  HERE,
  LEERLING,
  NOW,
  norm,
  normering,
  onderdeel,
  onderdelen,
  oso,
  type Parts,
  resultaat,
  SCHOOL,
  toets,
  unmark,
  verzoek,
} from './support/results-text.js';

const ROOT = '/leerresultaten_verzoek';
const AFNAME = `${ROOT}/toetsafnames/toetsafname[1]`;
const RESULT = `${AFNAME}/resultaten/resultaat[1]`;
const TEST = `${ROOT}/toetsen/toets[1]`;
const VAK = ` vocabulaire="${VAKGEBIEDEN_URI}"`;

function reference(code: string, group: string): string {
  return `<o:referentiescore><o:codereferentiescore>${code}</o:codereferentiescore><o:codevergelijkingsgroep>${group}</o:codevergelijkingsgroep><o:waarde>24</o:waarde></o:referentiescore>`;
}

function score(fields: string): string {
  return oso(`<o:toetsscore>${fields}</o:toetsscore>`);
}

function withResult(parts: Parameters<typeof resultaat>[0], toetsen = toets()): Parts {
  return { afnames: afname(resultaat(parts)), toetsen };
}

interface Case {
  readonly rule: keyof typeof RESULT_RULES;
  readonly name: string;
  readonly path: string;
  /** Marked where the finding is expected. */
  readonly wrong: Parts;
  readonly right: Parts;
}

const CASES: readonly Case[] = [
  {
    rule: 'UWLR-LR-001',
    name: 'a school year of three years',
    path: `${ROOT}/school/schooljaar`,
    wrong: { school: `${HERE}${SCHOOL.replace('2025-2026', '2024-2026')}` },
    right: { school: SCHOOL },
  },
  {
    rule: 'UWLR-LR-002',
    name: 'a part that is not in the test',
    path: `${RESULT}/toetsonderdeelcode`,
    wrong: withResult({ onderdeel: `${HERE}<toetsonderdeelcode>B</toetsonderdeelcode>` }, toets(onderdelen(onderdeel(1, 'A')))),
    right: withResult({ onderdeel: '<toetsonderdeelcode>A</toetsonderdeelcode>' }, toets(onderdelen(onderdeel(1, 'A')))),
  },
  {
    rule: 'UWLR-LR-003',
    name: 'two parts with one code',
    path: `${TEST}/toetsonderdelen/toetsonderdeel[2]/toetsonderdeelcode`,
    wrong: {
      toetsen: toets(onderdelen(onderdeel(1, 'A'), onderdeel(2, 'A').replace('<toetsonderdeelcode', `${HERE}<toetsonderdeelcode`))),
    },
    right: { toetsen: toets(onderdelen(onderdeel(1, 'A'), onderdeel(2, 'B'))) },
  },
  {
    rule: 'UWLR-LR-004',
    name: 'a norm that ends before it begins',
    path: `${TEST}/toetsnormering/norm[2]/eindnormwaarde`,
    wrong: { toetsen: toets(normering(norm(0, 10) + norm(20, 19).replace('<eindnormwaarde', `${HERE}<eindnormwaarde`))) },
    right: { toetsen: toets(normering(norm(0, 10) + norm(20, 20))) },
  },
  {
    rule: 'UWLR-LR-005',
    name: 'norms that overlap',
    path: `${TEST}/toetsnormering/norm[2]`,
    wrong: { toetsen: toets(normering(norm(0, 6) + HERE + norm(5, 10))) },
    right: { toetsen: toets(normering(norm(0, 5) + norm(6, 10))) },
  },
  {
    rule: 'UWLR-LR-006',
    name: 'a score above the norms',
    path: `${RESULT}/score`,
    wrong: withResult({ figures: `${HERE}<score>11</score>` }),
    right: withResult({ figures: '<score>10</score>' }),
  },
  {
    rule: 'UWLR-LR-007',
    name: 'a test of tomorrow',
    path: `${RESULT}/afnamedatum`,
    wrong: { afnames: afname(resultaat({ datum: '2026-03-03' }).replace('<afnamedatum', `${HERE}<afnamedatum`)) },
    right: withResult({ datum: '2026-03-02' }),
  },
  {
    rule: 'UWLR-LR-008',
    name: 'a level of the hierarchy that occurs twice',
    path: `${TEST}/toetshierarchie/ingang[2]/@niveau`,
    wrong: {
      toetsen: toets(`<toetshierarchie><ingang niveau="1">Boek</ingang>\n${HERE}<ingang niveau="01">Blok</ingang></toetshierarchie>`),
    },
    right: { toetsen: toets('<toetshierarchie><ingang niveau="1">Boek</ingang><ingang niveau="2">Blok</ingang></toetshierarchie>') },
  },
  {
    rule: 'UWLR-LR-008',
    name: 'a level of the hierarchy below 1',
    path: `${TEST}/toetshierarchie/ingang[1]/@niveau`,
    wrong: { toetsen: toets(`<toetshierarchie>${HERE}<ingang niveau="0">Boek</ingang></toetshierarchie>`) },
    right: { toetsen: toets('<toetshierarchie><ingang niveau="3">Boek</ingang></toetshierarchie>') },
  },
  {
    rule: 'UWLR-LR-009',
    name: 'a subject that is not in its vocabulary',
    path: `${TEST}/vakgebied`,
    wrong: { toetsen: toets(`${HERE}<vakgebied${VAK}>Rekenen</vakgebied>`) },
    right: { toetsen: toets(`<vakgebied${VAK}>Rekenen en wiskunde</vakgebied>`) },
  },
  {
    rule: 'UWLR-LR-009',
    name: 'a norm term that is not in the vocabulary of its normering',
    path: `${TEST}/toetsnormering/norm[1]/term`,
    wrong: { toetsen: toets(normering(norm(0, 10).replace('<term', `${HERE}<term`), 'toetsnormering', VAK)) },
    right: { toetsen: toets(normering(norm(0, 10, '', 'Spelling'), 'toetsnormering', VAK)) },
  },
  {
    rule: 'UWLR-LR-010',
    name: 'more items right than there are',
    path: `${RESULT}/osoresultaat/toetsscore/aantalgoed`,
    wrong: withResult({ figures: score(`<o:aantalopgaven>20</o:aantalopgaven>${HERE}<o:aantalgoed>21</o:aantalgoed>`) }),
    right: withResult({ figures: score('<o:aantalopgaven>20</o:aantalopgaven><o:aantalgoed>20</o:aantalgoed>') }),
  },
  {
    rule: 'UWLR-LR-010',
    name: 'right and wrong together more than there are',
    path: `${RESULT}/osoresultaat/toetsscore/aantalopgaven`,
    wrong: withResult({
      figures: score(`${HERE}<o:aantalopgaven>20</o:aantalopgaven><o:aantalgoed>15</o:aantalgoed><o:aantalfout>6</o:aantalfout>`),
    }),
    right: withResult({
      figures: score('<o:aantalopgaven>20</o:aantalopgaven><o:aantalgoed>15</o:aantalgoed><o:aantalfout>4</o:aantalfout>'),
    }),
  },
  {
    rule: 'UWLR-LR-010',
    name: 'a negative count',
    path: `${RESULT}/osoresultaat/toetsscore/aantalgelezen`,
    wrong: withResult({ figures: score(`${HERE}<o:aantalgelezen>-1</o:aantalgelezen>`) }),
    right: withResult({ figures: score('<o:aantalgelezen>-0</o:aantalgelezen>') }),
  },
  {
    rule: 'UWLR-LR-011',
    name: 'a confidence interval that ends before it begins',
    path: `${RESULT}/osoresultaat/toetsscore/betrouwbaarheidsinterval`,
    wrong: withResult({
      figures: score(
        `<o:vaardigheidsscore>0.5</o:vaardigheidsscore>${HERE}<o:betrouwbaarheidsinterval><o:bivlaag>0.51</o:bivlaag><o:bivhoog>0.5</o:bivhoog></o:betrouwbaarheidsinterval>`,
      ),
    }),
    right: withResult({
      figures: score('<o:betrouwbaarheidsinterval><o:bivlaag>-.5</o:bivlaag><o:bivhoog>-0.50</o:bivhoog></o:betrouwbaarheidsinterval>'),
    }),
  },
  {
    rule: 'UWLR-LR-012',
    name: 'a reference score that OSO does not list',
    path: `${RESULT}/osoresultaat/referentiescore[2]/codereferentiescore`,
    wrong: withResult({
      figures: oso(
        reference('DLE', 'Landelijk') + reference('dle', 'Landelijk').replace('<o:codereferentiescore', `${HERE}<o:codereferentiescore`),
      ),
    }),
    right: withResult({ figures: oso(reference('DLE', 'Landelijk') + reference('LA', 'Landelijk')) }),
  },
  {
    rule: 'UWLR-LR-013',
    name: 'a group of comparison that OSO does not list',
    path: `${RESULT}/osoresultaat/referentiescore[1]/codevergelijkingsgroep`,
    wrong: withResult({ figures: oso(reference('DLE', 'Regio').replace('<o:codeverg', `${HERE}<o:codeverg`)) }),
    right: withResult({ figures: oso(reference('DLE', 'BB+')) }),
  },
  {
    rule: 'UWLR-LR-014',
    name: 'an ECK iD in another form',
    path: `${AFNAME}/eckid`,
    wrong: { afnames: afname(resultaat(), `${LEERLING}${HERE}<eckid>eckid_L1</eckid>`) },
    right: { afnames: afname(resultaat(), `${LEERLING}<eckid>${ECK_ID}</eckid>`) },
  },
  {
    rule: 'UWLR-LR-015',
    name: 'an OSO result that says nothing',
    path: `${RESULT}/osoresultaat`,
    wrong: withResult({ figures: `${HERE}${oso('')}` }),
    right: withResult({ figures: oso(reference('AVI', 'Landelijk')) }),
  },
  {
    rule: 'UWLR-LR-015',
    name: 'an OSO result with an empty score',
    path: `${RESULT}/osoresultaat`,
    wrong: withResult({ figures: `${HERE}${score('')}` }),
    right: withResult({ figures: score('<o:tijd>1.5</o:tijd>') }),
  },
  {
    rule: 'UWLR-LR-016',
    name: "a result key that holds the pupil's key",
    path: `${RESULT}/@key`,
    wrong: { afnames: afname(HERE + resultaat({ key: 'toets-9/ll-0001' })) },
    right: { afnames: afname(resultaat({ key: 'toets-9/ll-0002' })) },
  },
  {
    rule: 'UWLR-LR-027',
    name: 'two keys of results that are one without white space',
    path: `${RESULT}/@key`,
    wrong: { afnames: afname(HERE + resultaat({ key: ' f9' }) + resultaat({ key: 'f9' })) },
    right: { afnames: afname(resultaat({ key: 'f8' }) + resultaat({ key: 'f9' })) },
  },
  {
    rule: 'UWLR-LR-028',
    name: 'white space around the key of a result',
    path: `${RESULT}/@key`,
    wrong: { afnames: afname(HERE + resultaat({ key: 'f9 ' })) },
    right: { afnames: afname(resultaat({ key: 'f9' })) },
  },
  {
    rule: 'UWLR-LR-018',
    name: 'a dummy key',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid>#001</leerlingid>`) },
    right: { afnames: afname(resultaat(), '<leerlingid>001#</leerlingid>') },
  },
  {
    rule: 'UWLR-LR-019',
    name: 'white space around a key',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid> LL-0001</leerlingid>`) },
    right: { afnames: afname(resultaat(), '<leerlingid>LL 0001</leerlingid>') },
  },
  {
    rule: 'UWLR-LR-019',
    name: 'white space around the key of a member of staff',
    path: `${AFNAME}/resultaatverwerkerid`,
    wrong: { afnames: afname(resultaat(), `${LEERLING}${HERE}<resultaatverwerkerid>LK-1\n</resultaatverwerkerid>`) },
    right: { afnames: afname(resultaat(), `${LEERLING}<resultaatverwerkerid>LK-1</resultaatverwerkerid>`) },
  },
  {
    rule: 'UWLR-LR-020',
    name: 'a message from the day after tomorrow',
    path: `${ROOT}/school/aanmaakdatum`,
    wrong: { school: SCHOOL.replace('<aanmaakdatum>2026-03-01T09:00:00+01:00', `${HERE}<aanmaakdatum>2026-03-03T12:00:00.001Z`) },
    right: { school: SCHOOL.replace('2026-03-01T09:00:00+01:00', '2026-03-03T12:00:00Z') },
  },
  {
    rule: 'UWLR-LR-021',
    name: 'a range of marks that ends before it begins',
    path: `${TEST}/toetsnormering/norm[2]/schoolcijfer_totenmet`,
    wrong: {
      toetsen: toets(
        normering(
          norm(0, 5, '<schoolcijfer_vanaf>1.00</schoolcijfer_vanaf>') +
            norm(6, 10, `<schoolcijfer_vanaf>9.5</schoolcijfer_vanaf>${HERE}<schoolcijfer_totenmet>9.49</schoolcijfer_totenmet>`),
        ),
      ),
    },
    right: {
      toetsen: toets(
        normering(norm(0, 10, '<schoolcijfer_vanaf>9.5</schoolcijfer_vanaf><schoolcijfer_totenmet>9.50</schoolcijfer_totenmet>')),
      ),
    },
  },
  {
    rule: 'UWLR-LR-022',
    name: 'another version than that of the test',
    path: `${RESULT}/versie`,
    wrong: withResult({ onderdeel: `${HERE}<versie>2</versie>` }, toets('<versie>1</versie>')),
    right: withResult({ onderdeel: '<versie>1</versie>' }, toets('<versie>1</versie>')),
  },
  {
    rule: 'UWLR-LR-023',
    name: 'a blank key',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid>  </leerlingid>`) },
    right: { afnames: afname() },
  },
  {
    rule: 'UWLR-LR-025',
    name: 'a key that may be a national number',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid>123456782</leerlingid>`) },
    right: { afnames: afname(resultaat(), '<leerlingid>123456783</leerlingid>') },
  },
];

describe('a message that breaks one rule', () => {
  test.each(CASES)('$rule: $name', ({ rule, path, wrong, right }) => {
    const { text, at } = unmark(verzoek(wrong));
    const { severity } = RESULT_RULES[rule];
    expect(check(text).found).toEqual([`${rule} ${path} ${at}${severity === 'error' ? '' : ` ${severity}`}`]);
    expect(check(verzoek(right)).found).toEqual([]);
  });

  // LR-024 looks into the roster: see test/gateway/known-learners.test.ts; LR-026 into a setting: test/gateway/production.test.ts.
  test('every rule is tried', () => {
    const tried = new Set<string>(CASES.map(({ rule }) => rule));
    expect(Object.keys(RESULT_RULES).filter((rule) => !tried.has(rule))).toEqual(['UWLR-LR-017', 'UWLR-LR-024', 'UWLR-LR-026']);
  });

  test('UWLR-LR-017: a file in which a test is defined twice', () => {
    const { text, at } = unmark(definities(`${toets('', 'T1')}\n${toets('', 'T1').replace('<toetscode', `${HERE}<toetscode`)}`));
    expect(checkFile(text)).toEqual([`UWLR-LR-017 /Toetsdefinities/toetsen/toets[2]/toetscode ${at}`]);
    expect(checkFile(definities(toets('', 'T1') + toets('', 'T2')))).toEqual([]);
  });
});

describe('norms', () => {
  const ofNorms = (norms: string) =>
    check(verzoek({ toetsen: toets(normering(norms)), afnames: afname(resultaat({ figures: oso(reference('DLE', 'VWO')) })) })).found;
  const overlap = (index: number) => expect.stringContaining(`UWLR-LR-005 ${TEST}/toetsnormering/norm[${index}] `);

  test('that only share a border do not overlap, in any order', () => {
    expect(ofNorms(norm(0, 5) + norm(5, 10))).toEqual([]);
    expect(ofNorms(norm(5, 10) + norm(0, 5))).toEqual([]);
    expect(ofNorms(norm(0, 5) + norm(5, 5) + norm(5, 10))).toEqual([]);
    expect(ofNorms(norm(0, 10) + norm(0, 0) + norm(10, 10))).toEqual([]);
  });

  test('that hold each other overlap, and the later one is named', () => {
    expect(ofNorms(norm(0, 10) + norm(5, 5))).toEqual([overlap(2)]);
    expect(ofNorms(norm(3, 4) + norm(0, 10))).toEqual([overlap(2)]);
    expect(ofNorms(norm(0, 10) + norm(2, 4) + norm(6, 8))).toEqual([overlap(2), overlap(3)]);
  });

  test('that are too big for a plain number are compared exactly', () => {
    const big = '9007199254740993';
    expect(ofNorms(norm(0, big) + norm(big, `${big}0`))).toEqual([]);
    expect(ofNorms(norm(0, big) + norm('9007199254740992', `${big}0`))).toEqual([overlap(2)]);
  });

  test('of a part hold for results of that part, those of the test for the test as a whole', () => {
    const toetsen = toets(
      normering(norm(0, 100)) + onderdelen(onderdeel(1, 'A', normering(norm(0, 4), 'toetsonderdeelnormering')), onderdeel(2, 'B')),
    );
    const found = (points: number, part?: string) =>
      check(
        verzoek({
          toetsen,
          afnames: afname(
            resultaat({
              figures: `<score>${points}</score>`,
              ...(part === undefined ? {} : { onderdeel: `<toetsonderdeelcode>${part}</toetsonderdeelcode>` }),
            }),
          ),
        }),
      ).found.length;
    expect([found(5, 'A'), found(4, 'A'), found(999, 'B'), found(101), found(100)]).toEqual([1, 0, 0, 1, 0]);
  });
});

describe('scores', () => {
  const found = (points: string, norms = norm(3, 10)) =>
    check(verzoek({ toetsen: toets(normering(norms)), afnames: afname(resultaat({ figures: `<score>${points}</score>` })) })).found.length;

  test('between two norms are inside: only the lowest and the highest border count', () => {
    expect(found('12', norm(3, 10) + norm(15, 20))).toBe(0);
    expect([found('2'), found('3'), found('10'), found('11')]).toEqual([1, 0, 0, 1]);
  });

  test('of any size are compared exactly', () => {
    const huge = '123456789012345678901234567890';
    expect(found(huge)).toBe(1);
    expect(found(`${huge.slice(0, -1)}1`, norm(0, huge))).toBe(1);
    expect(found(huge, norm(0, `+00${huge}`))).toBe(0);
    expect(found('+007')).toBe(0);
  });

  test('outside the norms are refused under the strict policy, and noted under the tolerant one', () => {
    const text = verzoek({ afnames: afname(resultaat({ figures: '<score>11</score>' })) });
    expect(check(text).findings.errors).toBe(1);
    expect(check(text, 'tolerant').findings.errors).toBe(0);
  });
});

describe('conventions of RTTI: a question is a part, with one norm that ends at its points', () => {
  const code = 'SO1 Breuken|GS|H3A|4711';
  const questions = [1, 2, 3].map((n) =>
    onderdeel(n, `90${n}`, normering(`<toetsniveau>T${n}</toetsniveau>${norm(0, 3, '', 'punten')}`, 'toetsonderdeelnormering')),
  );
  const toetsen = toets(onderdelen(...questions), code);
  const answer = (key: string, part: string, points: number) =>
    resultaat({ key, toets: code, onderdeel: `<toetsonderdeelcode>${part}</toetsonderdeelcode>`, figures: `<score>${points}</score>` });

  test('are right', () => {
    expect(check(verzoek({ toetsen, afnames: afname(answer('5551', '901', 0) + answer('5552', '902', 3)) })).found).toEqual([]);
  });

  test('more points than the question has are wrong', () => {
    expect(check(verzoek({ toetsen, afnames: afname(answer('5551', '901', 4)) })).found).toEqual([expect.stringContaining('UWLR-LR-006')]);
  });
});

describe('places', () => {
  test('count pupils, results and tests in the whole message', () => {
    const two = afname(resultaat({ key: 'a' }) + resultaat({ key: 'b' }));
    const { text, at } = unmark(
      verzoek({
        afnames: `${two}\n${afname(resultaat({ key: 'c' }) + resultaat({ key: 'd', figures: `${HERE}<score>99</score>` }), '<leerlingid>LL-0002</leerlingid>')}`,
      }),
    );
    expect(check(text).found).toEqual([`UWLR-LR-006 ${ROOT}/toetsafnames/toetsafname[2]/resultaten/resultaat[2]/score ${at}`]);
  });

  test('are right behind empty optional elements that the tolerant policy left out', () => {
    const empty = resultaat({ key: 'a', onderdeel: '<toetsonderdeelcode/>' });
    const { text, at } = unmark(
      verzoek({
        toetsen: toets(onderdelen(onderdeel(1, 'A'))),
        afnames: afname(empty + resultaat({ key: 'b', onderdeel: `${HERE}<toetsonderdeelcode>B</toetsonderdeelcode>` })),
      }),
    );
    expect(check(text, 'tolerant').found).toEqual([`UWLR-LR-002 ${AFNAME}/resultaten/resultaat[2]/toetsonderdeelcode ${at}`]);
  });

  test('hold nothing of the message but names of the standard', () => {
    const { findings } = check(verzoek({ afnames: afname(resultaat({ key: 'x-ll-0001', figures: '<score>98765</score>' })) }));
    expect(JSON.stringify(findings.list)).not.toMatch(/ll-0001|98765/i);
    expect(findings.count).toBe(2);
  });
});

describe('the key of a pupil inside the key of a result', () => {
  const found = (leerlingid: string, key: string) =>
    check(verzoek({ afnames: afname(resultaat({ key }), `<leerlingid>${leerlingid}</leerlingid>`) })).found.filter((text) =>
      text.includes('LR-016'),
    ).length;

  test.each([
    ['LL-0001', 'x/LL-0001/y'],
    ['LL-0001', 'x%2Fll-0001'],
    [' LL-0001 ', 'LL-0001'],
    ['Ll 0001', 'toets=ll%200001'],
    ['Ll 0001', 'toets=ll+0001'],
    ['a/b/c', 'A%252FB%252FC'],
    ['ënt', 'x-%C3%8BNT'],
  ])('%j is found in %j', (leerlingid, key) => expect(found(leerlingid, key)).toBe(1));

  test.each([
    ['12', 'r-12'],
    ['LL-0001', 'LL-0002'],
    ['100', 'r-10%'],
  ])('%j is not in %j', (leerlingid, key) => expect(found(leerlingid, key)).toBe(0));
});

describe('vocabularies', () => {
  const found = (attributes: string, term: string) =>
    check(verzoek({ toetsen: toets(`<vakgebied${attributes}>${term}</vakgebied>`) })).found.length;

  test('that are not known here judge nothing, and are never fetched', () => {
    expect(found(' vocabulaire="http://example.org/vakken" vocabulairelocatie="http://example.invalid/vakken.xml"', 'Wat dan ook')).toBe(0);
    expect(found('', 'Rekenen')).toBe(0);
  });

  test('of subjects know their terms, however they are composed', () => {
    expect([found(VAK, 'Wereldoriëntatie'), found(VAK, 'Wereldorie\u0308ntatie'), found(VAK, ' Fries '), found(VAK, 'fries')]).toEqual([
      0, 0, 0, 1,
    ]);
  });
});

describe('days and moments', () => {
  const dayFound = (datum: string) => check(verzoek({ afnames: afname(resultaat({ datum })) })).found.length;
  const madeFound = (moment: string) => check(verzoek({ school: SCHOOL.replace('2026-03-01T09:00:00+01:00', moment) })).found.length;

  test('a day counts as written, whatever its zone', () => {
    expect([dayFound('2026-03-02+14:00'), dayFound('2026-03-03-10:00'), dayFound('-2026-03-03'), dayFound('12026-01-01')]).toEqual([
      0, 1, 0, 1,
    ]);
  });

  test('moments far outside the calendar are judged too', () => {
    expect([madeFound('999999-01-01T00:00:00Z'), madeFound('-999999-01-01T00:00:00Z')]).toEqual([1, 0]);
  });
});

test('checking pauses on the way, so that others get their turn', () => {
  const results = Array.from({ length: 1000 }, (_, n) => resultaat({ key: `r-${n}` })).join('');
  const { value, decoder } = decodeText(verzoek({ afnames: afname(results) }), leerresultatenVerzoek);
  const pauses = [...checkResults(value as LeerresultatenVerzoek, decoder.decoder, new Findings('strict'), { now: NOW })].length;
  expect(pauses).toBeGreaterThanOrEqual(3);
});
