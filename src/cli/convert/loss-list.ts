/** Something that did not come along, and how often. Never the value. */
export interface CountedLoss {
  readonly path: string;
  readonly reason: string;
  readonly count: number;
}

/** Counts losses by place and reason, in the order in which they first occur. */
export class LossList {
  readonly #counts = new Map<string, CountedLoss>();

  add(path: string, reason: string, count = 1): void {
    const key = `${path} ${reason}`;
    const before = this.#counts.get(key)?.count ?? 0;
    this.#counts.set(key, { path, reason, count: before + count });
  }

  get all(): CountedLoss[] {
    return [...this.#counts.values()];
  }
}
