import type { Findings } from '../findings.js';
import type { Decoder } from '../grammar/decoder.js';
import type { RuleId } from '../rules.js';

export type Locator = Pick<Decoder, 'locate'> & {
  /** What a path is called in the message itself, when it was read as another. */
  pathOf?(path: string): string;
};

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** An element: its path as it is shown, and where it begins. Both may be worked out only when they are asked for. */
export interface Place {
  readonly path: string;
  readonly at: Position;
}

/** Adds findings about a decoded message, each at the place of the element that it is about. */
export class Report {
  readonly #locator: Locator;
  readonly #findings: Findings;
  /** Per located path, where the last search ended: findings come in the order of the message, so the next is further on. */
  readonly #reached = new Map<string, number>();

  constructor(locator: Locator, findings: Findings) {
    this.#locator = locator;
    this.#findings = findings;
  }

  /** Where the `n`th (from 0) element of a list begins. Elements of lists are never left out, so they can be counted. */
  nth(path: string, n: number): Position {
    return this.#locator.locate(path, n);
  }

  /** `below` as in `below(...)`; an attribute stands where its element does. */
  add(rule: RuleId, place: Place, below = '', k = 0, hint?: string): void {
    const { path, at } = below === '' ? place : this.below(place, below, k);
    this.#findings.add(rule, { path: this.#locator.pathOf?.(path) ?? path, line: at.line, column: at.column }, hint);
  }

  /**
   * The `k`th (from 0) element of its kind at or after the beginning of `place`; at that beginning when no positions are kept
   * for it.
   *
   * The tolerant policy leaves empty optional elements out of the value but not out of the positions: that is why an
   * element is looked for by its parent, and not by its number in the message.
   */
  below({ path, at }: Place, below: string, k = 0): Place {
    const shown = path + below;
    const located = shown.slice(1).replace(/\[\d+\]|\/@[\s\S]*/g, '');
    const found = this.#locator.locate(located, this.#firstFrom(located, at) + k);
    return { path: shown, at: found.line === 0 ? at : found };
  }

  #firstFrom(path: string, at: Position): number {
    let low = this.#reached.get(path) ?? 0;
    if (low > 0 && !this.#isBefore(path, low - 1, at)) low = 0;
    let step = 1;
    while (this.#isBefore(path, low + step - 1, at)) {
      low += step;
      step *= 2;
    }
    let high = low + step - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBefore(path, middle, at)) low = middle + 1;
      else high = middle;
    }
    this.#reached.set(path, low);
    return low;
  }

  #isBefore(path: string, n: number, { line, column }: Position): boolean {
    const at = this.#locator.locate(path, n);
    return at.line !== 0 && (at.line < line || (at.line === line && at.column < column));
  }
}
