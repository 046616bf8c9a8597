import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detached } from '../../src/xml/detach.js';

test('is the same text, of whatever characters and length', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.nat(30),
      (text, times) => detached(text.repeat(times)) === text.repeat(times),
    ),
  );
  expect(detached('é'.repeat(3000))).toBe('é'.repeat(3000));
});
