import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { drain } from './drain.js';

/** A larger answer is handed to the connection piece by piece: when one has gone it shows that somebody reads. */
const SENT_AT_ONCE_BYTES = 256 * 1024;
const PIECE_BYTES = 64 * 1024;

/**
 * Sends an answer of these bytes, whose length it tells; head and status are the caller's. Returns at once. An answer to a request that is
 * still coming in ends when that does: a client that has yet to read it would find the connection closed. To HEAD Node sends no body.
 */
export function sendBytes(response: ServerResponse, ...pieces: readonly Buffer[]): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  response.setHeader('Content-Length', length);
  if (length <= SENT_AT_ONCE_BYTES && response.req.complete) sendAtOnce(response, pieces);
  else void pipeline(inPieces(response, pieces), response).catch(() => response.destroy());
}

function sendAtOnce(response: ServerResponse, pieces: readonly Buffer[]): void {
  const last = pieces.at(-1);
  if (pieces.length > 1) response.cork();
  for (const piece of pieces.slice(0, -1)) response.write(piece);
  response.end(last);
}

async function* inPieces(response: ServerResponse, buffers: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const buffer of buffers) {
    for (let at = 0; at < buffer.length; at += PIECE_BYTES) yield buffer.subarray(at, at + PIECE_BYTES);
  }
  await drain(response.req);
}
