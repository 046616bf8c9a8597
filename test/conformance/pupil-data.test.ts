import { describe, expect, test } from '@jest/globals';
import type { CheckedRules } from '../../src/conformance/file/checks.js';
import { checkPupilData } from '../../src/conformance/file/pupils/check-pupil-data.js';
import { checkQuestion } from '../../src/conformance/file/pupils/check-question.js';
import { readXml } from '../../src/conformance/reader/xml-node.js';
import { ECK_ID, NOW, unmark } from '../uwlr/support/results-text.js';
import { ROSTER_CASES } from '../uwlr/support/roster-cases.js';
import { antwoord, leerling, roster, school } from '../uwlr/support/roster-text.js';

function checked(text: string): CheckedRules {
  const message = readXml(text);
  if (message.local.includes('verzoek')) return checkQuestion(message);
  return checkPupilData(message, { now: NOW, version: text.includes('<xsdversie>2.3') ? '2.3' : '2.2' });
}

/** Rule, path and line of each finding, as the gateway shows them; that counts the first of its kind as `[1]` too. */
function found(rules: CheckedRules): string[] {
  return [...rules.values()].flatMap(({ findings }) => findings.map(({ rule, path, line }) => `${rule} /${path} ${line}`));
}

describe('pupil data, as the suite reads them', () => {
  test.each(ROSTER_CASES)('$rule: $name', ({ rule, path, wrong, right }) => {
    const { text, at } = unmark(wrong);
    const [line] = at.split(':');
    expect(found(checked(text))).toEqual([`${rule} ${path.replaceAll('[1]', '')} ${line}`]);
    expect(found(checked(right))).toEqual([]);
  });

  test('a rule without anything to hold it to was not looked at', () => {
    const rules = checked(antwoord({ leerlingen: `${leerling()}${leerling({ keys: `key="ll-2" eckid="${ECK_ID}"` })}` }));
    expect([rules.get('UWLR-LG-003')?.looked, rules.get('UWLR-LG-006')?.looked]).toEqual([2, 1]);
    expect([rules.get('UWLR-LG-010'), rules.get('UWLR-LG-018')]).toEqual([undefined, undefined]);
  });

  test('of many findings the first fifty are kept and all are counted', () => {
    const many = checked(antwoord({ leerlingen: Array.from({ length: 80 }, (_, at) => leerling({ keys: `key="#${at}"` })).join('') }));
    expect([many.get('UWLR-LG-011')?.findings.length, many.get('UWLR-LG-011')?.broken]).toEqual([50, 80]);
  });

  test('in an EDEXML file the schema holds the keys', () => {
    const twice = roster({ school: school({ version: '2.1' }), leerlingen: leerling() + leerling() });
    expect(found(checked(`<EDEX>${twice}</EDEX>`))).toEqual([]);
  });

  test.each(['geenwijzigingen', 'geengegevens'])('an answer that says %s has nothing to look at', (name) => {
    expect(
      checked(
        `<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"><${name}/></leerlinggegevens_antwoord>`,
      ).size,
    ).toBe(0);
  });
});
