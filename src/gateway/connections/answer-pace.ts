import type { Connection } from './connection.js';

export interface AnswerPaceOptions {
  /** Seconds in which an answer that lies ready may stand still. */
  readonly stallSeconds: number;
  /** Bytes a second that it has to be read with on average, once that many seconds of waiting are over; 0: no bound. */
  readonly minRate: number;
  /** What is open now. */
  readonly connections: () => Iterable<Paced>;
  readonly stalled?: () => void;
}

/** What a pace is kept of. */
export type Paced = Pick<Connection, 'answering' | 'close'> & {
  readonly socket: Pick<Connection['socket'], 'bytesWritten' | 'writableLength'>;
};

interface Watched {
  readonly answer: unknown;
  readonly since: number;
  taken: number;
  waited: number;
  still: number;
}

const SECOND_MS = 1000;

/**
 * Closes connections whose answer is not read, or drop by drop: what was made for them would lie here for as long as they like. Counts only
 * seconds in which it was the reader that we waited for: while an answer is being made, it is we who are slow. All answers are watched, also
 * those that Node gives of itself.
 */
export class AnswerPace {
  readonly #watched = new WeakMap<Paced, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: AnswerPaceOptions) {}

  /** From now on by the clock. */
  start(): this {
    this.#timer ??= setInterval(() => this.tick(), SECOND_MS).unref();
    return this;
  }

  /** A second has passed, or more: a clock that was late counts as one. */
  tick(): void {
    for (const connection of this.options.connections()) if (connection.socket.writableLength > 0) this.#waitedFor(connection);
  }

  #waitedFor(connection: Paced): void {
    const { stallSeconds, minRate, stalled } = this.options;
    // What was handed to the system counts as taken, and what is still with us does not.
    const taken = connection.socket.bytesWritten - connection.socket.writableLength;
    const known = this.#watched.get(connection);
    if (known === undefined || known.answer !== connection.answering) {
      this.#watched.set(connection, { answer: connection.answering, since: taken, taken, waited: 0, still: 0 });
      return;
    }
    known.waited += 1;
    known.still = taken > known.taken ? 0 : known.still + 1;
    known.taken = taken;
    const late = known.waited > stallSeconds && taken - known.since < minRate * (known.waited - stallSeconds);
    if (known.still < stallSeconds && !late) return;
    stalled?.();
    connection.close();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
