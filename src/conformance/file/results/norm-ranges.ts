import { attributeOf, child, childrenOf, type XmlNode } from '../../reader/xml-node.js';
import { wholeNumber } from './numbers.js';

/** One norm: the scores from `low` up to and including `high`. */
export interface NormRange {
  readonly norm: XmlNode;
  readonly low: bigint;
  /** Undefined: it has no end of its own. */
  readonly high: bigint | undefined;
}

/** The norms of a test or part that say what they should. In 1.0 each ends where the next begins, and the last at `maxscore`. */
export function rangesOf(normering: XmlNode | undefined): readonly NormRange[] {
  const norms = childrenOf(normering, 'norm');
  const begins = norms.flatMap((norm) => wholeNumber(child(norm, 'scoregrotergelijkaan')?.text) ?? []);
  const most = wholeNumber(attributeOf(normering, 'maxscore'));
  return norms.flatMap((norm): NormRange[] => {
    const old = wholeNumber(child(norm, 'scoregrotergelijkaan')?.text);
    if (old !== undefined) return [{ norm, low: old, high: endBefore(next(begins, old)) ?? most }];
    const [low, high] = ['beginnormwaarde', 'eindnormwaarde'].map((name) => wholeNumber(child(norm, name)?.text));
    return low === undefined || high === undefined ? [] : [{ norm, low, high }];
  });
}

function next(begins: readonly bigint[], after: bigint): bigint | undefined {
  return begins
    .filter((begin) => begin > after)
    .reduce<bigint | undefined>((least, one) => (least === undefined || one < least ? one : least), undefined);
}

function endBefore(begin: bigint | undefined): bigint | undefined {
  return begin === undefined ? undefined : begin - 1n;
}

/** Whether a score is between the lowest and the highest that any of these norms is about; undefined when none of them says. */
export function isWithin(score: bigint, ranges: readonly NormRange[]): boolean | undefined {
  const usable = ranges.filter(isForwards);
  if (usable.length === 0) return undefined;
  return usable.some(({ low }) => score >= low) && usable.some(({ high }) => high === undefined || score <= high);
}

export function isForwards({ low, high }: NormRange): boolean {
  return high === undefined || low <= high;
}

/** Norms that share scores with one before them. Sharing only a border is how many vendors write ranges, and is no overlap. */
export function overlapping(ranges: readonly NormRange[]): ReadonlySet<XmlNode> {
  const usable = ranges.filter(isForwards);
  const sorted = usable
    .map((range, at) => ({ ...range, at }))
    .sort((one, other) => compare(one.low, other.low) || compareEnds(one.high, other.high) || one.at - other.at);
  const found = new Set<XmlNode>();
  let furthest = sorted[0];
  for (const range of sorted.slice(1)) {
    if (furthest === undefined) break;
    if (furthest.high === undefined || range.low < furthest.high) found.add(range.at > furthest.at ? range.norm : furthest.norm);
    if (compareEnds(range.high, furthest.high) > 0) furthest = range;
  }
  return found;
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareEnds(one: bigint | undefined, other: bigint | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return compare(one, other);
}
