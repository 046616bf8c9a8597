import { type Whole, wholeOf } from '../../../uwlr/whole.js';
import type { Norm, NormBand } from '../../result.js';

/** Scores from `low` up to and including `high`. */
export interface Range {
  readonly low: Whole;
  readonly high: Whole;
}

/** From the lowest begin to the highest end; undefined when there is no norm that ends after it begins. */
export function rangeOf(norm: Norm | undefined): Range | undefined {
  let low: Whole | undefined;
  let high: Whole | undefined;
  for (const { from, to } of norm?.bands ?? []) {
    const begin = wholeOf(from);
    const end = wholeOf(to);
    if (end < begin) continue;
    if (low === undefined || begin < low) low = begin;
    if (high === undefined || end > high) high = end;
  }
  return low === undefined || high === undefined ? undefined : { low, high };
}

interface Numbered extends Range {
  readonly index: number;
}

/**
 * Indices, in order, of the norms that overlap one that stands before them. Norms that only share a border (0 to 5, then
 * 5 to 10) do not: that is how many vendors write them down.
 */
export function overlapping(bands: readonly NormBand[]): readonly number[] {
  const ranges: Numbered[] = bands
    .map(({ from, to }, index) => ({ low: wholeOf(from), high: wholeOf(to), index }))
    .filter(({ low, high }) => low <= high)
    .sort((a, b) => compare(a.low, b.low) || compare(a.high, b.high) || a.index - b.index);
  const found = new Set<number>();
  let furthest: Numbered | undefined;
  for (const range of ranges) {
    if (furthest !== undefined && range.low < furthest.high) found.add(Math.max(range.index, furthest.index));
    if (furthest === undefined || range.high > furthest.high) furthest = range;
  }
  return [...found].sort((a, b) => a - b);
}

function compare(a: Whole, b: Whole): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
