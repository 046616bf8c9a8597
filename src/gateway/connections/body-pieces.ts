import type { IncomingMessage } from 'node:http';

/** Pieces that a body may come in however small they are: a real sender needs some tens. */
export const FREE_PIECES = 4096;
/** Bytes in a piece of a body on average, beyond those. */
export const FEWEST_BYTES = 16;

/**
 * Watches in what pieces the body of a request comes, and tells `tooFine` when they are too small on average: each piece takes the work and
 * the memory of hundreds of bytes, whatever is in it, and the bounds on a body count bytes. To be called before the first piece.
 */
export function watchPieces(request: IncomingMessage, tooFine: () => void): void {
  // Each piece is of a byte at least.
  if (Number(request.headers['content-length']) <= FREE_PIECES) return;
  const push = request.push.bind(request);
  let pieces = 0;
  let bytes = 0;
  let ended = false;
  request.push = (piece, encoding) => {
    if (piece !== null) {
      pieces += 1;
      bytes += piece.length;
      if (pieces > FREE_PIECES && bytes < (pieces - FREE_PIECES) * FEWEST_BYTES) {
        if (!ended) tooFine();
        ended = true;
        return false;
      }
    }
    return push(piece, encoding);
  };
}
