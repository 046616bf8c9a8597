import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdsBsn, replaceBsn } from '../../src/uwlr/bsn-like.js';

/** Nine digits that pass the eleven test: the last one makes up for the others. Nobody's on purpose; all zeros is no number. */
const bsn = fc
  .integer({ min: 1, max: 99_999_999 })
  .map((number) => String(number).padStart(8, '0'))
  .map((digits) => ({ digits, check: [...digits].reduce((sum, digit, at) => sum + (9 - at) * Number(digit), 0) % 11 }))
  .filter(({ check }) => check < 10)
  .map(({ digits, check }) => `${digits}${check}`);
const separator = fc.constantFrom('.', ' ', '-', '\u00a0');
const grouped = fc
  .tuple(bsn, fc.constantFrom([9], [3, 6], [4, 7], [4, 6], [2, 4, 6], [3, 5], [5]), separator)
  .map(([digits, ends, between]) =>
    ends
      .map((end, at) => digits.slice(ends[at - 1] ?? 0, end))
      .concat(digits.slice(ends.at(-1)))
      .filter((group) => group !== '')
      .join(between),
  );
const words = fc.stringMatching(/^[A-Za-z ,:;()/-]{0,20}$/);

describe('a number that may be a BSN', () => {
  test('is found and taken out of any text, however it is written, and the words around it stay', () => {
    fc.assert(
      fc.property(words, grouped, words, (before, number, after) => {
        expect(holdsBsn(`${before}${number}${after}`)).toBe(true);
        expect(replaceBsn(`${before}${number}${after}`, '*')).toBe(`${before}*${after}`);
      }),
    );
  });

  test('is gone wherever it stands, next to other numbers too', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bsn, words, fc.nat({ max: 9999 }).map(String)), { maxLength: 12 }), (parts) => {
        const clean = replaceBsn(parts.join(' '), '*');
        expect(holdsBsn(clean)).toBe(false);
        for (const part of parts) if (/^\d{9}$/.test(part)) expect(clean.split(' ')).not.toContain(part);
      }),
    );
  });

  test('is any of a text that has several', () => {
    expect(replaceBsn('van 123456782 en 111.222.333 naar 123 456 782.', '[x]')).toBe('van [x] en [x] naar [x].');
    expect(replaceBsn('groep 7 123456782 1', '[x]')).toBe('groep 7 [x] 1');
  });
});

describe('what stays', () => {
  test('is a number of nine digits that fails the eleven test', () => {
    fc.assert(
      fc.property(words, bsn, fc.integer({ min: 1, max: 9 }), words, (before, number, shift, after) => {
        const failing = `${number.slice(0, 8)}${(Number(number[8]) + shift) % 10}`;
        expect(replaceBsn(`${before}${failing}${after}`, '*')).toBe(`${before}${failing}${after}`);
      }),
    );
  });

  test.each([
    '1234567820',
    '0123456782',
    '123.456.7820',
    '1.2.3.4.5.6.7.8.2',
    '1 2 3 4 5 6 7 8 2',
    '123.456 782',
    '12345678',
    '000000000',
    '000 000 000',
    '',
  ])('is %j', (text) => {
    expect(holdsBsn(text)).toBe(false);
    expect(replaceBsn(text, '*')).toBe(text);
  });
});
