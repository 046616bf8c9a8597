import type { Timers } from '../../../src/delivery/timers.js';

interface Waiting {
  readonly at: number;
  readonly call: () => void;
}

/** A clock that stands still until it is told, with timers that go by it. It begins after everything that a test has stored. */
export class ManualTime {
  #now = Date.now() + 3_600_000;
  readonly #waiting = new Set<Waiting>();

  readonly now = (): Date => new Date(this.#now);

  readonly timers: Timers = {
    after: (ms, call) => {
      const waiting = { at: this.#now + ms, call };
      this.#waiting.add(waiting);
      return () => this.#waiting.delete(waiting);
    },
  };

  /** Moves the clock on; what is due on the way is called at its moment. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }

  /** Sets the clock alone, as an operator would. */
  set(ms: number): void {
    this.#now += ms;
  }
}
