import { BoundedMap } from './bounded-map.js';

interface Bucket {
  readonly left: number;
  readonly at: number;
}

const MOST_KEYS = 100_000;

/**
 * At most so many a minute for each key, evenly or all at once (token bucket). `now` is in milliseconds and never goes back.
 */
export class Rate {
  readonly #buckets = new BoundedMap<Bucket>(MOST_KEYS);

  /** @param perMinute 0: no limit */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number,
  ) {}

  /** Takes one. Gives after how many seconds there is one again when there is none now; else 0. */
  take(key: string): number {
    if (this.perMinute === 0) return 0;
    const at = this.now();
    const { left, at: before } = this.#buckets.get(key) ?? { left: this.perMinute, at };
    const perMs = this.perMinute / 60_000;
    const filled = Math.min(this.perMinute, left + (at - before) * perMs);
    if (filled < 1) return Math.max(1, Math.ceil((1 - filled) / perMs / 1000));
    this.#buckets.set(key, { left: filled - 1, at });
    return 0;
  }
}
