import { type Whole, wholeOf } from '../../uwlr/whole.js';
import type { Norm, NormBand, Result } from '../result.js';

type NormTerm = NonNullable<Result['norm']>;

/**
 * Which term the norms of a test or part give for a score. Made once, then asked for every result: it cuts the scores into
 * stretches that the same norms hold for.
 */
export class NormTable {
  /** Where each stretch begins, ascending; it ends where the next one begins. */
  readonly #begins: Whole[] = [];
  /** How many norms hold for the stretch. */
  readonly #counts: number[] = [];
  /** Sum of the numbers of those norms: with one norm, its number. */
  readonly #sums: number[] = [];
  readonly #terms: readonly NormTerm[];

  constructor({ bands }: Pick<Norm, 'bands'>) {
    this.#terms = bands.map(({ term, description }) => (description === undefined ? { term } : { term, description }));
    let count = 0;
    let sum = 0;
    for (const { at, step, index } of edges(bands)) {
      count += step;
      sum += step * index;
      if (this.#begins.at(-1) !== at) this.#begins.push(at);
      this.#counts[this.#begins.length - 1] = count;
      this.#sums[this.#begins.length - 1] = sum;
    }
  }

  /** The term when exactly one norm holds for the score; `ambiguous` when several do. */
  termFor(score: string): NormTerm | 'ambiguous' | undefined {
    const stretch = this.#stretchOf(wholeOf(score));
    const count = this.#counts[stretch] ?? 0;
    if (count > 1) return 'ambiguous';
    return count === 1 ? this.#terms[this.#sums[stretch] as number] : undefined;
  }

  #stretchOf(score: Whole): number {
    let low = 0;
    let high = this.#begins.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#begins[middle] as Whole) <= score) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

interface Edge {
  readonly at: Whole;
  readonly step: 1 | -1;
  readonly index: number;
}

function edges(bands: readonly NormBand[]): Edge[] {
  return bands
    .flatMap(({ from, to }, index): Edge[] => {
      const begin = wholeOf(from);
      const end = wholeOf(to);
      if (end < begin) return [];
      return [
        { at: begin, step: 1, index },
        { at: typeof end === 'bigint' ? end + 1n : end + 1, step: -1, index },
      ];
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
