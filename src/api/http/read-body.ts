import type { IncomingMessage } from 'node:http';

/** Bodies here are short: a form of a client, or an object. */
export const MOST_BYTES = 16_384;
/** Whoever sends more than this gets no answer, but the end of the connection. */
const CUT_OFF_BYTES = 1_048_576;

/** A short body as text; undefined when it is longer than 16 KiB, is compressed, or is not UTF-8. What is too long is not kept. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= MOST_BYTES) pieces.push(piece);
    // Leaving the loop destroys the connection.
    if (bytes > CUT_OFF_BYTES) return undefined;
  }
  if (bytes > MOST_BYTES || (request.headers['content-encoding'] ?? 'identity') !== 'identity') return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    return undefined;
  }
}
