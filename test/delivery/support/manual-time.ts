import type { Timers } from '../../../src/delivery/timers.js';

interface Waiting {
  readonly at: number;
  readonly call: () => void;
}

/** A clock that a test can move on, or set back, with timers that go by it alone. Otherwise it goes as that of the store does. */
export class ManualTime {
  #ahead = 0;
  readonly #waiting = new Set<Waiting>();

  readonly now = (): Date => new Date(Date.now() + this.#ahead);

  readonly timers: Timers = {
    after: (ms, call) => {
      const waiting = { at: this.now().getTime() + ms, call };
      this.#waiting.add(waiting);
      return () => this.#waiting.delete(waiting);
    },
  };

  /** Moves the clock on; what is due by then is called, in its order. */
  advance(ms: number): void {
    this.#ahead += ms;
    for (;;) {
      const now = this.now().getTime();
      const [next] = [...this.#waiting].filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      next.call();
    }
  }

  /** Sets the clock alone, as an operator would. */
  set(ms: number): void {
    this.#ahead += ms;
  }
}
