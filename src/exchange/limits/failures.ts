import { BoundedMap } from './bounded-map.js';

interface Count {
  readonly failed: number;
  /** Until when they count; once there are too many, until when it is locked. */
  readonly until: number;
}

const MOST_KEYS = 100_000;

/** Counts failures for each key, and locks a key that has too many for a while. Nothing that goes well takes one away. */
export class Failures {
  readonly #counts = new BoundedMap<Count>(MOST_KEYS);

  /** @param most 0: never locks. `now` is in milliseconds and never goes back. */
  constructor(
    private readonly most: number,
    private readonly seconds: number,
    private readonly now: () => number,
  ) {}

  /** After how many seconds the key is open again; 0 when it is. */
  wait(key: string): number {
    const count = this.#counts.get(key);
    if (this.most === 0 || count === undefined || count.failed < this.most) return 0;
    return Math.max(0, Math.ceil((count.until - this.now()) / 1000));
  }

  /** True when this failure is the one that locks the key. */
  add(key: string): boolean {
    if (this.most === 0) return false;
    const at = this.now();
    const count = this.#counts.get(key);
    const running = count !== undefined && count.until > at ? count : { failed: 0, until: at + this.seconds * 1000 };
    const failed = running.failed + 1;
    const locks = failed === this.most;
    this.#counts.set(key, { failed, until: locks ? at + this.seconds * 1000 : running.until });
    return locks;
  }
}
