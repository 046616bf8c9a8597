/** Keys that are counted at one time, of each kind. */
const MOST_KEYS = 100_000;

/** A map that forgets what was longest not written when it would hold more than `most`: callers decide how many keys there are. */
class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.most) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

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

interface Count {
  readonly failed: number;
  /** Until when they count; once there are too many, until when it is locked. */
  readonly until: number;
}

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
