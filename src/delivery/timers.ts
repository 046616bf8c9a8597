/** What the delivery of results waits with. A test gives others. */
export interface Timers {
  /** Calls once, after this many milliseconds. Gives the function that takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** Those of the system. They keep no process running. */
export const SYSTEM_TIMERS: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves after so many milliseconds, or at once when `signal` is aborted. */
export function pause(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Sleep that can be cut short. */
export class Wakeable {
  #woken = false;
  #ended = false;
  readonly #light = new Set<() => void>();
  readonly #deep = new Set<() => void>();

  constructor(private readonly timers: Timers) {}

  get ended(): boolean {
    return this.#ended;
  }

  /** Ends a sleep of `for`: the one under way, or else the next one before it begins. */
  wake(): void {
    this.#woken = true;
    for (const resolve of [...this.#light]) resolve();
  }

  /** Ends every sleep, and all that would follow. */
  end(): void {
    this.#ended = true;
    for (const resolve of [...this.#light, ...this.#deep]) resolve();
  }

  async for(ms: number): Promise<void> {
    if (!this.#woken) await this.#sleep(ms, this.#light);
    this.#woken = false;
  }

  /** The same, which `wake` does not end. */
  through(ms: number): Promise<void> {
    return this.#sleep(ms, this.#deep);
  }

  #sleep(ms: number, sleepers: Set<() => void>): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        sleepers.delete(done);
        resolve();
      };
      const cancel = this.timers.after(ms, done);
      sleepers.add(done);
    });
  }
}
