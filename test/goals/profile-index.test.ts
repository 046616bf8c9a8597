import { describe, expect, test } from '@jest/globals';
import { originOf } from '../../src/goals/origin-of.js';
import { ProfileIndex } from '../../src/goals/profile-index.js';
import { sourceProfile } from '../support/goals.js';

const entry = (value: string, level = '1') => ({ level, entry: { value } });
const activity = (code: string, ...entries: readonly string[]) => ({
  code,
  hierarchy: entries.map((value, at) => entry(value, String(at + 1))),
});

describe('the product of an activity', () => {
  const index = new ProfileIndex([
    sourceProfile({ product: 'OEFENTUIN', selector: { codePrefixes: ['REK-'] } }),
    sourceProfile({ product: 'OEFENTUIN-KLOK', selector: { codePrefixes: ['REK-KLOK-'], hierarchy: ['Klokkijken'] } }),
    sourceProfile({ product: 'REST', selector: { everythingElse: true } }),
    sourceProfile({ product: 'TOETSEN', selector: { codes: ['REK-KLOK-T1'], hierarchy: ['Rekenen'] } }),
  ]);

  test.each([
    ['its code, before a beginning that fits too', activity('REK-KLOK-T1'), 'TOETSEN'],
    ['the longest beginning of its code', activity('REK-KLOK-7'), 'OEFENTUIN-KLOK'],
    ['a shorter one when no longer one fits', activity('REK-9'), 'OEFENTUIN'],
    ['the lowest entry of the toetshierarchie', activity('X-1', 'Rekenen', 'Klokkijken'), 'OEFENTUIN-KLOK'],
    ['a higher one when no lower one is named', activity('X-1', 'Rekenen', 'Meten'), 'TOETSEN'],
    ['else the one that has everything else', activity('X-1'), 'REST'],
    ['its code with white space around it', activity(' REK-KLOK-T1 '), 'TOETSEN'],
  ])('is found by %s', (_, found, product) => {
    expect(index.profileOf('TESTEA', found)?.product).toBe(product);
  });

  test('is what the message says, and not what its code says', () => {
    expect(index.profileOf('TESTEA', activity('REK-9'), 'TOETSEN')?.product).toBe('TOETSEN');
    expect(index.profileOf('TESTEA', activity('REK-9'), 'ONBEKEND')).toBeUndefined();
  });

  test('is not guessed where two products name it alike, nor for another vendor', () => {
    const two = new ProfileIndex([
      sourceProfile({ product: 'A', selector: { codes: ['T1'], codePrefixes: ['K-'], hierarchy: ['Taal'], everythingElse: true } }),
      sourceProfile({ product: 'B', selector: { codes: ['T1'], codePrefixes: ['K-'], hierarchy: ['Taal'], everythingElse: true } }),
    ]);
    const found = [activity('T1'), activity('K-1'), activity('X', 'Taal'), activity('X')].map((one) => two.profileOf('TESTEA', one));
    expect(found).toEqual([undefined, undefined, undefined, undefined]);
    expect(index.profileOf('TESTEB', activity('REK-9'))).toBeUndefined();
  });
});

test('the last version of a profile counts, and earlier ones stay', () => {
  const index = new ProfileIndex([
    sourceProfile({ version: 1, selector: { codes: ['T1'] } }),
    sourceProfile({ version: 2, selector: { codes: ['T2'] } }),
    sourceProfile({ product: 'WEG', version: 1, selector: { codes: ['T3'] } }),
    sourceProfile({ product: 'WEG', version: 2, selector: { codes: ['T3'] }, withdrawn: true }),
  ]);
  expect(index.profileOf('TESTEA', activity('T1'))).toBeUndefined();
  expect(index.profileOf('TESTEA', activity('T2'))?.version).toBe(2);
  expect(index.version('TESTEA', 'OEFENTUIN', '1')?.selector).toEqual({ codes: ['T1'] });
  expect(index.profileOf('TESTEA', activity('T3'))).toBeUndefined();
  expect(index.version('TESTEA', 'WEG', '1')?.selector).toEqual({ codes: ['T3'] });
});

describe('what kind of work it is', () => {
  const profile = sourceProfile({
    origins: [
      { originType: 'entryTest', codes: ['T0'] },
      { originType: 'methodTest', codePrefixes: ['T'], categories: ['Bloktoets'] },
      { originType: 'exercise' },
    ],
  });

  test.each([
    ['by its code', { code: 'T0', category: { value: 'Bloktoets' } }, 'entryTest'],
    ['by code and category together', { code: 'T1', category: { value: ' BLOKTOETS ' } }, 'methodTest'],
    ['by what holds for the whole product', { code: 'T1' }, 'exercise'],
  ])('is found %s', (_, found, origin) => {
    expect(originOf(profile, found)).toBe(origin);
  });

  test('is open when no rule fits', () => {
    expect(originOf(sourceProfile({ origins: [{ originType: 'lvsTest', codes: ['T0'] }] }), { code: 'T1' })).toBeUndefined();
  });
});
