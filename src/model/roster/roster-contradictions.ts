import { OwnError } from '../../core/own-error.js';

/** Two answers of one fetch that cannot both be true. Never holds a value. */
export interface RosterContradiction {
  /** From the root of the message, without indices. */
  readonly path: string;
  readonly reason: 'differs' | 'other-person' | 'unknown-group';
  readonly count: number;
}

/** The answers of a stepwise fetch contradict each other: they have to be fetched again, all of them. */
export class RosterContradictions extends OwnError {
  constructor(readonly list: readonly RosterContradiction[]) {
    super(
      'contradictions',
      `the answers contradict each other: ${list.map(({ path, reason, count }) => `${path} ${reason} (${count})`).join(', ')}`,
    );
  }
}

/** Contradictions of one fetch, counted per path and reason. */
export class ContradictionCounts {
  readonly #counts = new Map<string, RosterContradiction>();

  add(path: string, reason: RosterContradiction['reason']): void {
    const key = `${path} ${reason}`;
    this.#counts.set(key, { path, reason, count: (this.#counts.get(key)?.count ?? 0) + 1 });
  }

  /** Throws when there are any. */
  settle(): void {
    if (this.#counts.size > 0) throw new RosterContradictions([...this.#counts.values()]);
  }
}
