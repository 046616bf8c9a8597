/** A body: all of it when it was gathered, and the pieces that it comes in, those that were gathered first. */
export interface Gathered {
  readonly whole: Buffer | undefined;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * Gathers a body of up to `most` bytes. A larger one comes on in pieces, and so does one of which the first piece is not `wanted`. What the
 * pieces throw is thrown when those before it have been read.
 */
export async function gathered(
  pieces: AsyncGenerator<Uint8Array>,
  most: number,
  wanted: (first: Uint8Array) => boolean,
): Promise<Gathered> {
  const first: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (bytes <= most) {
      const { value, done } = await pieces.next();
      if (done === true) return { whole: Buffer.concat(first), pieces: followed(first, pieces) };
      first.push(value);
      bytes += value.length;
      if (first.length === 1 && !wanted(value)) break;
    }
  } catch (error) {
    return { whole: undefined, pieces: followed(first, failing(error)) };
  }
  return { whole: undefined, pieces: followed(first, pieces) };
}

async function* followed(first: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

// biome-ignore lint/correctness/useYield: it fails at once.
async function* failing(error: unknown): AsyncGenerator<Uint8Array> {
  throw error;
}
