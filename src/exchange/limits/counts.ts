import type { FailedInAll } from '../../store/count-store.js';
import { BoundedMap } from './bounded-map.js';

/** Keys that are counted at one time, of each kind. */
const MOST_KEYS = 100_000;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/**
 * At most so many a minute for each key, evenly or all at once (token bucket). `now` is in milliseconds and never goes back. Where others count
 * the same keys, what was taken here is kept until they are told.
 */
export class Rate {
  readonly #buckets = new BoundedMap<Bucket>(MOST_KEYS);
  #untold: BoundedMap<number> | undefined;

  /** @param perMinute 0: no limit */
  constructor(
    readonly perMinute: number,
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
    this.#untold?.set(key, (this.#untold.get(key) ?? 0) + 1);
    return 0;
  }

  /** From now on what is taken is kept for `gather`. */
  share(): void {
    this.#untold ??= new BoundedMap(MOST_KEYS);
  }

  /** How many were taken of each key and not gathered before, of at most `most` keys. */
  gather(most: number): readonly (readonly [string, number])[] {
    return this.#untold?.take(most) ?? [];
  }

  /** What nobody could be told is not told later: the time since has made good for it. */
  dropUntold(): void {
    this.#untold?.clear();
  }

  /** So many are left to all together of a key that was gathered. */
  learn(key: string, left: number): void {
    this.#buckets.set(key, { left: left - (this.#untold?.get(key) ?? 0), at: this.now() });
  }
}

interface Count {
  readonly failed: number;
  /** Until when they count; once there are too many, until when it is locked. */
  readonly until: number;
}

/** Failures that were not told yet. */
interface Untold {
  readonly count: number;
  /** The last of them was about this. */
  readonly about: string | undefined;
}

/** Locks that others know of. */
export interface LocksElsewhere {
  /** How many milliseconds a key is still locked; 0: it is not. */
  remaining(key: string): number;
}

export interface FailuresOptions {
  /** 0: never locks. */
  readonly most: number;
  readonly seconds: number;
  /** In milliseconds; never goes back. */
  readonly now: () => number;
  /** A key is locked. `about`: as it was given with the failure. */
  readonly locks: (about: string | undefined) => void;
}

/**
 * Counts failures for each key, and locks a key that has too many for a while. Nothing that goes well takes one away. Where others count the
 * same keys, failures here are kept until they are told.
 */
export class Failures {
  readonly #counts = new BoundedMap<Count>(MOST_KEYS);
  #untold: BoundedMap<Untold> | undefined;
  #elsewhere: LocksElsewhere | undefined;

  constructor(private readonly options: FailuresOptions) {}

  get most(): number {
    return this.options.most;
  }

  get windowMs(): number {
    return this.options.seconds * 1000;
  }

  /** After how many seconds the key is open again; 0 when it is. */
  wait(key: string): number {
    if (this.most === 0) return 0;
    const count = this.#counts.get(key);
    const here = count === undefined || count.failed < this.most ? 0 : count.until - this.options.now();
    const remaining = Math.max(here, this.#elsewhere?.remaining(key) ?? 0);
    return Math.max(0, Math.ceil(remaining / 1000));
  }

  /** `about`: for `locks`. */
  add(key: string, about?: string): void {
    if (this.most === 0 || this.#isLockedElsewhere(key)) return;
    const running = this.#running(key) ?? { failed: 0, until: this.#later() };
    const failed = running.failed + 1;
    const locks = failed === this.most;
    this.#counts.set(key, { failed, until: locks ? this.#later() : running.until });
    this.#keep(key, 1, about);
    if (locks) this.options.locks(about);
  }

  /** From now on failures are kept for `gather`, and a key is locked too when `elsewhere` says so. */
  share(elsewhere: LocksElsewhere): void {
    this.#untold ??= new BoundedMap(MOST_KEYS);
    this.#elsewhere = elsewhere;
  }

  /** Failures that were not gathered before, of at most `most` keys. */
  gather(most: number): readonly (readonly [string, Untold])[] {
    return this.#untold?.take(most) ?? [];
  }

  /** What was gathered could not be told: it is gathered again, if it still counts. */
  giveBack(key: string, { count, about }: Untold): void {
    if (this.#running(key) !== undefined) this.#keep(key, count, about);
  }

  /** How a key stands with all together, after these were told. */
  learn(key: string, { failed: inAll, remainingMs }: FailedInAll, { count, about }: Untold): void {
    const failed = inAll + (this.#untold?.get(key)?.count ?? 0);
    const wasLocked = (this.#running(key)?.failed ?? 0) >= this.most || this.#isLockedElsewhere(key);
    const isLockedByAll = inAll >= this.most;
    const until = isLockedByAll || failed < this.most ? this.options.now() + remainingMs : this.#later();
    this.#counts.set(key, { failed, until });
    // Whoever told of the one that was too many says so.
    const isOurs = isLockedByAll ? inAll - count < this.most : failed >= this.most;
    if (isOurs && !wasLocked) this.options.locks(about);
  }

  #keep(key: string, count: number, about: string | undefined): void {
    this.#untold?.set(key, { count: (this.#untold.get(key)?.count ?? 0) + count, about });
  }

  #isLockedElsewhere(key: string): boolean {
    return this.#elsewhere !== undefined && this.#elsewhere.remaining(key) > 0;
  }

  #running(key: string): Count | undefined {
    const count = this.#counts.get(key);
    return count !== undefined && count.until > this.options.now() ? count : undefined;
  }

  #later(): number {
    return this.options.now() + this.windowMs;
  }
}
