import { describe, expect, test } from '@jest/globals';
import { isSameName } from '../../src/model/plain-name.js';

const COMPOSED = '\u00e9';
const DECOMPOSED = 'e\u0301';

describe('a name', () => {
  test('is the same in another Unicode form, with white space around it', () => {
    expect(isSameName(`Caf${COMPOSED}`, `  Caf${DECOMPOSED}\u00a0`)).toBe(true);
    expect(isSameName(COMPOSED.repeat(64), DECOMPOSED.repeat(64))).toBe(true);
    expect(isSameName(`Caf${COMPOSED}`, 'Cafe')).toBe(false);
  });

  test('with white space around it is the same, however much', () => {
    expect(isSameName('Rekenen', `${' '.repeat(10_000)}Rekenen`)).toBe(true);
  });

  test('that is longer than any name can be is compared as it stands: putting accents in order takes the square of their number', () => {
    const one = `a${'\u0301\u0316'.repeat(400)}`;
    expect(isSameName(one, one.normalize('NFC'))).toBe(false);
    expect(isSameName(one, one)).toBe(true);
  });
});
