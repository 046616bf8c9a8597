import { BoundedMap } from './bounded-map.js';
import type { LocksElsewhere } from './counts.js';

/** Locks of other nodes that are remembered. */
const MOST_LOCKS = 100_000;

/** What other nodes locked, by the hash of its key. A key is hashed only while there are any. */
export class Elsewhere {
  readonly #until = new BoundedMap<number>(MOST_LOCKS);

  constructor(
    private readonly hashOf: (name: string, key: string) => string,
    private readonly now: () => number,
  ) {}

  of(name: string): LocksElsewhere {
    return { remaining: (key) => (this.#until.size === 0 ? 0 : this.#remaining(this.hashOf(name, key))) };
  }

  /** `locked`: for how many milliseconds each of them still is. */
  learn(locked: ReadonlyMap<string, number>): void {
    const now = this.now();
    this.#until.dropWhile((until) => until <= now);
    for (const [hash, remaining] of locked) this.#until.set(hash, now + remaining);
  }

  #remaining(hash: string): number {
    const until = this.#until.get(hash);
    return until === undefined ? 0 : Math.max(0, until - this.now());
  }
}
