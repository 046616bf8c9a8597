import type { IncomingMessage } from 'node:http';
import { isProven } from '../caller/proven.js';

/** What a sender is given to come to its end, after which the connection breaks. */
interface Patience {
  readonly bytes: number;
  readonly ms: number;
}

/** Twenty megabytes are a large message; whoever sends more than this without saying who it is does not read its fault. */
export const STRANGER: Patience = { bytes: 32 * 1024 * 1024, ms: 10_000 };
export const PROVEN: Patience = { bytes: 256 * 1024 * 1024, ms: 30_000 };
/** A piece counts as so many bytes at least: a chunk of one byte costs as much to take in as a thousand in one. */
export const LEAST_PIECE_BYTES = 256;

/**
 * Takes in and drops what is still to come of a request that was answered already: most clients read their answer only after they have sent
 * all of it. Resolves when no more will come. A sender that goes on for too long is cut off.
 */
export function drain(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  const { bytes, ms } = isProven(request.socket) ? PROVEN : STRANGER;
  return new Promise((resolve) => {
    let taken = 0;
    const timer = setTimeout(() => request.destroy(), ms);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.on('data', (chunk: Buffer) => {
      taken += Math.max(chunk.length, LEAST_PIECE_BYTES);
      if (taken > bytes) request.destroy();
    });
    request.once('end', done);
    request.once('close', done);
    request.on('error', () => undefined);
    request.resume();
  });
}
