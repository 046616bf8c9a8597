import { describe, expect, test } from '@jest/globals';
import { instantOf } from '../../src/uwlr/grammar/dates.js';

function iso(text: string): string {
  return new Date(Number(instantOf(text) / 1_000_000n)).toISOString();
}

describe('a moment', () => {
  test.each([
    ['2026-01-15T09:00:00Z', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15T09:00:00+01:00', '2026-01-15T08:00:00.000Z'],
    ['2026-01-15T09:00:00-05:30', '2026-01-15T14:30:00.000Z'],
    ['2026-01-15T24:00:00Z', '2026-01-16T00:00:00.000Z'],
    ['0050-01-15T09:00:00Z', '0050-01-15T09:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(iso(text)).toBe(moment);
  });

  test.each([
    ['in winter', '2026-01-15T09:00:00', '2026-01-15T08:00:00.000Z'],
    ['in summer', '2026-07-15T09:00:00', '2026-07-15T07:00:00.000Z'],
    ['in the hour that occurs twice', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
    ['in the hour that does not occur', '2026-03-29T02:30:00', '2026-03-29T00:30:00.000Z'],
  ])('without a zone is Amsterdam time, %s', (_when, text, moment) => {
    expect(iso(text)).toBe(moment);
  });

  test('keeps what .NET sends: seven digits of a second', () => {
    expect(instantOf('2026-01-15T09:00:00.1234567Z') - instantOf('2026-01-15T09:00:00Z')).toBe(123_456_700n);
  });

  test('in an absurd year is still a number', () => {
    expect(instantOf('999999-01-01T00:00:00Z')).toBeGreaterThan(instantOf('9999-01-01T00:00:00Z'));
    expect(instantOf('-999999-01-01T00:00:00')).toBeLessThan(instantOf('-9999-01-01T00:00:00Z'));
  });
});
