import type { Loss } from './result.js';

/** What a message in the wanted version cannot say. Never holds a value. */
export interface ConversionLoss extends Loss {
  /**
   * `left-out`: the rest goes without it. `blocked`: the element at `path` cannot be expressed without it, and goes as a
   * whole; a toetsafname takes its results with it.
   */
  readonly kind: 'left-out' | 'blocked';
  /** How many fields; of a blocked toetsafname, how many results. */
  readonly count: number;
}

/** A message in the wanted version; absent when nothing of it could be expressed. */
export interface Conversion<Message> {
  readonly message?: Message;
  readonly losses: readonly ConversionLoss[];
}

/** Losses of one conversion: what is left out counted per field, what is blocked one by one. */
export class ConversionLosses {
  readonly #losses = new Map<string, ConversionLoss>();

  /** `path` with indices; those are kept for what is blocked only. */
  add(kind: ConversionLoss['kind'], path: string, reason: string, count = 1): void {
    const shown = kind === 'blocked' ? path : path.replace(/\[\d+\]/g, '');
    const key = `${kind} ${shown} ${reason}`;
    this.#losses.set(key, { kind, path: shown, reason, count: (this.#losses.get(key)?.count ?? 0) + count });
  }

  list(): ConversionLoss[] {
    return [...this.#losses.values()];
  }
}
