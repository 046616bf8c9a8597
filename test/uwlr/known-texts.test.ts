import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KnownTexts } from '../../src/uwlr/grammar/known-texts.js';

/** Few texts with few endings and lengths, so that many have one place in a table. */
const texts = fc.array(fc.tuple(fc.nat(2), fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' '), maxLength: 4 })), { maxLength: 2000 });

test('finds a text only where it was added for that element, and nothing but that text', () => {
  fc.assert(
    fc.property(texts, (given) => {
      const known = new KnownTexts();
      const added = new Set<string>();
      for (const [element, text] of given) {
        const found = known.find(element, text);
        if (found !== undefined && (found !== text || !added.has(`${element} ${text}`))) return false;
        known.add(element, text);
        added.add(`${element} ${text}`);
      }
      return true;
    }),
  );
});

test('what repeats is found again, once an element had many texts', () => {
  const known = new KnownTexts();
  const dates = Array.from({ length: 28 }, (_, day) => `2026-02-${String(day + 1).padStart(2, '0')}`);
  for (let round = 0; round < 20; round += 1) for (const date of dates) known.add(0, date);
  expect(dates.map((date) => known.find(0, date))).toEqual(dates);
});
