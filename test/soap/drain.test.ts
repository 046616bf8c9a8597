import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { drain } from '../../src/soap/endpoint/drain.js';

/** What is still to come of a request that was answered: pieces of so many bytes. */
async function taken(bytes: number, pieces: number): Promise<number> {
  let left = pieces;
  const piece = Buffer.alloc(bytes);
  const read = function (this: Readable) {
    left -= 1;
    this.push(left < 0 ? null : piece);
  };
  await drain(Object.assign(new Readable({ read }), { complete: false, socket: {} }) as unknown as IncomingMessage);
  return pieces - Math.max(0, left);
}

test('a refused sender may send its message to the end, but not in a million pieces of a byte', async () => {
  expect(await taken(65_536, 400)).toBe(400);
  expect(await taken(100, 100_000)).toBe(100_000);
  expect(await taken(1, 1_000_000)).toBeLessThan(200_000);
});
