import { describe, expect, test } from '@jest/globals';
import { checkResults } from '../../src/model/incoming/check-results.js';
import { Findings } from '../../src/uwlr/findings.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { RESULT_RULES } from '../../src/uwlr/rules/result-rules.js';
import { decodeText } from '../support/decode-text.js';
import { AFNAME, RESULT_CASES, ROOT, reference, TEST, VAK } from './support/result-cases.js';
import {
  afname,
  check,
  checkFile,
  definities,
  HERE,
  NOW,
  norm,
  normering,
  onderdeel,
  onderdelen,
  oso,
  resultaat,
  SCHOOL,
  toets,
  unmark,
  verzoek,
} from './support/results-text.js';

describe('a message that breaks one rule', () => {
  test.each(RESULT_CASES)('$rule: $name', ({ rule, path, wrong, right }) => {
    const { text, at } = unmark(verzoek(wrong));
    const { severity } = RESULT_RULES[rule];
    expect(check(text).found).toEqual([`${rule} ${path} ${at}${severity === 'error' ? '' : ` ${severity}`}`]);
    expect(check(verzoek(right)).found).toEqual([]);
  });

  // LR-024 looks into the roster: see test/gateway/known-learners.test.ts; LR-026 into a setting: test/gateway/production.test.ts.
  test('every rule is tried', () => {
    const tried = new Set<string>(RESULT_CASES.map(({ rule }) => rule));
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
