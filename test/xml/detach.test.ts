import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

test('does not keep what it was cut from in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 1000 }, (_, n) => {
    const piece = Buffer.from(`${'€'.repeat(32_000)}${n}`, 'utf16le').toString('utf16le');
    return [detached(piece.slice(-40)), detached(piece.slice(-3000))];
  });
  collect();
  expect(kept).toHaveLength(1000);
  // With their pieces they would hold 64 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(32_000_000);
});
