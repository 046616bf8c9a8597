import type { IncomingMessage } from 'node:http';

export interface BodyPaceOptions {
  /** Bytes a second on average, once `graceSeconds` of waiting are over; 0: no bound. */
  readonly minRate: number;
  readonly graceSeconds: number;
  readonly tooSlow?: () => void;
}

/** What a pace is kept of; an `IncomingMessage` is one. */
export type Incoming = Pick<IncomingMessage, 'complete' | 'destroyed' | 'readableLength' | 'destroy'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'bytesRead' | 'write'>;
};

interface Watched {
  readonly since: number;
  waited: number;
}

/** What Node itself says to a request that takes too long. */
const TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';
const SECOND_MS = 1000;
/** Pieces that a body may come in however small they are: a real sender needs some tens. */
export const FREE_PIECES = 4096;
/** Bytes in a piece of a body on average, beyond those. */
export const FEWEST_BYTES = 16;

/**
 * Cuts off who sends a body drop by drop: a few hundred of such callers would hold all the places that messages in work have. Counts only
 * seconds in which it was the sender that we waited for: while something lies ready to be read, it is we who are slow.
 */
export class BodyPace {
  readonly #watched = new Map<Incoming, Watched>();
  /** Those that began in this turn of the event loop, and what had come over their connections by then. Most are whole at its end. */
  #newcomers: Incoming[] = [];
  #readBefore: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: BodyPaceOptions) {}

  /** From now on by the clock. */
  start(): this {
    if (this.options.minRate > 0) this.#timer ??= setInterval(() => this.tick(), SECOND_MS).unref();
    return this;
  }

  watch(request: Incoming): void {
    if (this.options.minRate <= 0 || request.complete) return;
    this.#readBefore.push(request.socket.bytesRead);
    if (this.#newcomers.push(request) === 1) setImmediate(this.#endTurn);
  }

  /** A second has passed, or more: a clock that was late counts as one. */
  tick(): void {
    this.#endTurn();
    for (const [request, watched] of this.#watched) {
      if (request.complete || request.destroyed) this.#watched.delete(request);
      else if (request.readableLength === 0) this.#waitedFor(request, watched);
    }
  }

  readonly #endTurn = () => {
    for (const [at, request] of this.#newcomers.entries()) {
      if (!request.complete) this.#watched.set(request, { since: this.#readBefore[at] as number, waited: 0 });
    }
    this.#newcomers = [];
    this.#readBefore = [];
  };

  #waitedFor(request: Incoming, watched: Watched): void {
    watched.waited += 1;
    const { minRate, graceSeconds, tooSlow } = this.options;
    const due = minRate * (watched.waited - graceSeconds);
    if (watched.waited <= graceSeconds || request.socket.bytesRead - watched.since >= due) return;
    this.#watched.delete(request);
    tooSlow?.();
    request.socket.write(TIMEOUT);
    request.destroy(Object.assign(new Error('the body came too slowly'), { code: 'ETIMEDOUT' }));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#newcomers = [];
    this.#watched.clear();
  }
}

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
