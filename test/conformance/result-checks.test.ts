import { describe, expect, test } from '@jest/globals';
import type { CheckedRules } from '../../src/conformance/file/checks.js';
import { checkDefinitions, checkResults } from '../../src/conformance/file/results/check-results.js';
import { readXml } from '../../src/conformance/reader/xml-node.js';
import { RESULT_CASES } from '../uwlr/support/result-cases.js';
import { afname, definities, HERE, NOW, norm, normering, resultaat, toets, unmark, verzoek } from '../uwlr/support/results-text.js';

function checked(text: string): CheckedRules {
  return checkResults(readXml(text), { now: NOW });
}

/** Rule, path and line of each finding, as the gateway shows them; that counts the first of its kind as `[1]` too. */
function found(rules: CheckedRules): string[] {
  return [...rules.values()].flatMap(({ findings }) => findings.map(({ rule, path, line }) => `${rule} /${path} ${line}`));
}

describe('results, as the suite reads them', () => {
  test.each(RESULT_CASES)('$rule: $name', ({ rule, path, wrong, right }) => {
    const { text, at } = unmark(verzoek(wrong));
    const [line] = at.split(':');
    expect(found(checked(text))).toEqual([`${rule} ${path.replaceAll('[1]', '')} ${line}`]);
    expect(found(checked(verzoek(right)))).toEqual([]);
  });

  test('a file in which a test is defined twice', () => {
    const { text, at } = unmark(definities(`${toets('', 'T1')}\n${toets('', 'T1').replace('<toetscode', `${HERE}<toetscode`)}`));
    const [line] = at.split(':');
    expect(found(checkDefinitions(readXml(text)))).toEqual([`UWLR-LR-017 /Toetsdefinities/toetsen/toets[2]/toetscode ${line}`]);
    expect(found(checkDefinitions(readXml(definities(toets('', 'T1') + toets('', 'T2')))))).toEqual([]);
  });

  test('norms that only share a border do not overlap, and scores of any size are compared exactly', () => {
    const huge = '123456789012345678901234567890';
    const rules = (norms: string, score = '5') =>
      found(checked(verzoek({ toetsen: toets(normering(norms)), afnames: afname(resultaat({ figures: `<score>${score}</score>` })) }))).map(
        (line) => line.slice(0, 11),
      );
    expect([rules(norm(0, 5) + norm(5, 10)), rules(norm(3, 4) + norm(0, 10)), rules(norm(0, 10) + norm(2, 4) + norm(6, 8))]).toEqual([
      [],
      ['UWLR-LR-005'],
      ['UWLR-LR-005', 'UWLR-LR-005'],
    ]);
    expect([rules(norm(0, huge), huge), rules(norm(0, huge), `${huge.slice(0, -1)}1`)]).toEqual([[], ['UWLR-LR-006']]);
  });

  test('in 1.0 a norm ends where the next one begins, and the last at maxscore', () => {
    const old = (score: number, maxscore = ' maxscore="10"') =>
      found(
        checked(
          `<leerresultatenverzoek><toetsafnames><toetsafname><resultaten><resultaat key="r"><toetscode>T</toetscode><toetsonderdeelcode>A</toetsonderdeelcode><score>${score}</score></resultaat></resultaten></toetsafname></toetsafnames><toetsen><toets><toetscode>T</toetscode><toetsonderdelen><toetsonderdeel><toetsonderdeelcode>A</toetsonderdeelcode><toetsonderdeelnormering${maxscore}><norm><scoregrotergelijkaan>6</scoregrotergelijkaan></norm><norm><scoregrotergelijkaan>2</scoregrotergelijkaan></norm></toetsonderdeelnormering></toetsonderdeel></toetsonderdelen></toets></toetsen></leerresultatenverzoek>`,
        ),
      ).map((line) => line.slice(0, 11));
    expect([old(1), old(2), old(10), old(11), old(11, '')]).toEqual([['UWLR-LR-006'], [], [], ['UWLR-LR-006'], []]);
  });
});
