import { backoffMs } from './backoff.js';

/** Longest wait before the store is asked again, by failures in a row: up to half a minute, as it may have room again at any moment. */
const MOST_FAILURES = 5;
const LEAST_WAIT_MS = 100;

/** A new failure is told, but not more often; one that goes on, now and then. */
const QUIET_MS = 60_000;
const REMIND_MS = 600_000;

/** Failures of the store, or of something else of ours. However many batches meet them, there are few lines in the log. */
export class StoreTrouble {
  #failures = 0;
  #told = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly tell: (error: unknown) => void,
    private readonly now: () => Date,
    private readonly random: () => number,
  ) {}

  /** Gives the milliseconds to wait before the next try. */
  failed(error: unknown): number {
    this.#failures += 1;
    const since = Math.abs(this.now().getTime() - this.#told);
    if (since >= (this.#failures === 1 ? QUIET_MS : REMIND_MS)) {
      this.#told = this.now().getTime();
      this.tell(error);
    }
    return Math.max(LEAST_WAIT_MS, backoffMs(Math.min(this.#failures, MOST_FAILURES), this.random));
  }

  /** The store wrote something. */
  over(): void {
    this.#failures = 0;
  }
}
