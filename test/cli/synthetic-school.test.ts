import { describe, expect, test } from '@jest/globals';
import { checkResults } from '../../src/model/incoming/check-results.js';
import { SyntheticSchool } from '../../src/synthetic/results/small-school.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { decodeText } from '../support/decode-text.js';

const NOW = new Date('2026-11-20T09:00:00Z');

describe('the synthetic school', () => {
  test('is the same each time', () => {
    const [one, other] = [new SyntheticSchool({ brincode: '99AB' }), new SyntheticSchool({ brincode: '99AB' })];
    expect(one.results(NOW)).toEqual(other.results(NOW));
  });

  test('makes messages without a single finding', () => {
    const message = new SyntheticSchool({ brincode: '99AB', pupils: 40 }).results(NOW);
    const { value, findings, decoder } = decodeText(encodeToString(leerresultatenVerzoek, '2.2', message), leerresultatenVerzoek);
    for (const _ of checkResults(value as LeerresultatenVerzoek, decoder.decoder, findings, { now: NOW }));
    expect(findings.list).toEqual([]);
  });

  test.each([
    ['2026-07-31T12:00:00Z', '2025-2026'],
    ['2026-08-01T12:00:00Z', '2026-2027'],
  ])('at %s is in school year %s', (moment, year) => {
    expect(new SyntheticSchool({ brincode: '99AB' }).results(new Date(moment)).school.schooljaar).toBe(year);
  });
});
