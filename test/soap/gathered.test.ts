import { expect, test } from '@jest/globals';
import { gathered } from '../../src/soap/client/gathered.js';

/** A body in these pieces, that fails behind them or not; and whether it was ended. */
function body(pieces: readonly string[], failure?: Error): { readonly pieces: AsyncGenerator<Uint8Array>; isEnded: boolean } {
  const told = { pieces: made(), isEnded: false };
  async function* made(): AsyncGenerator<Uint8Array> {
    try {
      for (const piece of pieces) yield Buffer.from(piece);
      if (failure !== undefined) throw failure;
    } finally {
      told.isEnded = true;
    }
  }
  return told;
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

test.each([
  ['a small body as a whole', ['ab', 'cd'], true, 'abcd'],
  ['a body without bytes as a whole', [], true, ''],
  ['a body of the size that is just allowed as a whole', ['abcde', 'fghij'], true, 'abcdefghij'],
  ['a larger body in pieces', ['abcde', 'fghij', 'k'], true, undefined],
  ['an unwanted body in pieces', ['ab', 'cd'], false, undefined],
])('gives %s, and all of its pieces', async (_, pieces, isWanted, whole) => {
  const told = body(pieces);
  const found = await gathered(told.pieces, 10, () => isWanted);
  expect([found.whole?.toString(), await textOf(found.pieces), told.isEnded]).toEqual([whole, pieces.join(''), true]);
});

test('a body that fails gives what came before, then fails', async () => {
  const { pieces, whole } = await gathered(body(['ab', 'cd'], new Error('cut off')).pieces, 10, () => true);
  expect(whole).toBeUndefined();
  const seen: string[] = [];
  const read = async () => {
    for await (const piece of pieces) seen.push(Buffer.from(piece).toString());
  };
  await expect(read()).rejects.toThrow('cut off');
  expect(seen).toEqual(['ab', 'cd']);
});

test('a body that nobody reads on is ended', async () => {
  const told = body(['abcdef', 'ghijkl', 'mnopqr']);
  const { pieces } = await gathered(told.pieces, 10, () => true);
  for await (const _ of pieces) break;
  expect(told.isEnded).toBe(true);
});
