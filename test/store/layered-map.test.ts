import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LayeredMap } from '../../src/directory/layered-map.js';

/** Few at a time, as a rule; now and then more than lie on top of a map at once. */
const changes = fc.oneof(
  { weight: 9, arbitrary: fc.array(fc.tuple(fc.nat(900), fc.option(fc.nat(), { nil: undefined })), { maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(900), fc.option(fc.nat(), { nil: undefined })), { minLength: 550, maxLength: 600 }) },
);

test('a map with changes is what a plain map is after them, in its order, and the maps before it stay as they were', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 30 }), (rounds) => {
      const plain = new Map<number, { readonly value: number }>();
      let map = LayeredMap.of<number, { readonly value: number }>(new Map());
      const earlier: (readonly [typeof map, string])[] = [];
      for (const round of rounds) {
        // One change of a key at a time, as `with` has it.
        const wanted = new Map(round.map(([key, value]) => [key, value === undefined ? undefined : { value }]));
        for (const [key, value] of wanted) {
          if (value === undefined) plain.delete(key);
          else plain.set(key, value);
        }
        map = map.with(wanted);
        earlier.push([map, textOf(map)]);
        expect(textOf(map)).toBe(textOf(plain));
        for (const [key] of round) expect([map.get(key), map.has(key)]).toEqual([plain.get(key), plain.has(key)]);
      }
      for (const [one, text] of earlier) expect(textOf(one)).toBe(text);
    }),
    { numRuns: 60 },
  );
});

function textOf(map: ReadonlyMap<number, object>): string {
  const each: unknown[] = [];
  map.forEach((value, key) => {
    each.push([key, value]);
  });
  return JSON.stringify([map.size, [...map], [...map.keys()], [...map.values()], each]);
}
