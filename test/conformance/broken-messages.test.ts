import { afterAll, describe, expect, test } from '@jest/globals';
import { SuiteJudge } from '../../src/conformance/judge/suite-judge.js';
import { brokenIn, WAYS_TO_BREAK } from '../../src/conformance/messages/broken.js';
import { question } from '../../src/conformance/messages/write.js';
import { readXml } from '../../src/conformance/reader/xml-node.js';

const judge = new SuiteJudge();
afterAll(() => judge.dispose());

const ASKED = { schoolYear: '2026-2027', school: '99XX', gegevenssetid: 'Smalle-set', since: '2026-01-01T00:00:00Z' };

function whats(way: (typeof WAYS_TO_BREAK)[number], body: string): string[] {
  return brokenIn(way, body, '2.2', judge).map(({ what }) => what);
}

describe('a question broken at each element where its schema minds', () => {
  const body = question('leerlinggegevens_verzoek', '2.2', ASKED);

  test('without what is mandatory, and not without what is optional', () => {
    expect(whats('missing', body)).toEqual(['schooljaar: missing', 'brincode: missing', 'xsdversie: missing']);
  });

  test('with each element twice', () => {
    expect(whats('doubled', body)).toHaveLength(5);
  });

  test('with values that the type does not have', () => {
    const found = whats('value', body);
    expect(found).toContain('schooljaar: with a sign that it cannot have');
    expect(found).toContain('gegevenssetid: too long');
    // One sign is a version as good as any.
    expect(found).not.toContain('xsdversie: with a sign that it cannot have');
  });

  test.each(WAYS_TO_BREAK)('%s: every message is XML, and holds one defect', (way) => {
    for (const { body: broken } of brokenIn(way, body, '2.2', judge)) expect(judge.findings(readXml(broken), '2.2')).not.toEqual([]);
  });

  test('a message that is wrong as it is cannot be broken', () => {
    expect(whats('missing', body.replace('2026-2027', '26-27'))).toEqual([]);
  });
});
