import type { LedgerLine } from '../goal-set.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/** What became of the fields at a place: where they are kept, or why they are not. */
export interface Fate {
  readonly kept: boolean;
  readonly note?: string;
}

/**
 * Every place in a JSON document where a value stands, in order of first sight, with how often and what became of it. `[]` stands for
 * every place in a list. An empty list or object counts as a value.
 */
export function ledgerOf(document: unknown, fateOf: (place: string) => Fate, prefix = ''): readonly LedgerLine[] {
  const counts = new Map<string, number>();
  const walk = (value: unknown, place: string): void => {
    const inner = innerOf(value);
    if (inner !== undefined && inner.length > 0) {
      for (const [name, item] of inner) walk(item, name === '[]' ? `${place}[]` : place === '' ? name : `${place}.${name}`);
      return;
    }
    const counted = counts.has(place) || counts.size < GOAL_SET_LIMITS.places ? place : '(other places)';
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
  };
  walk(document, prefix);
  return [...counts].map(([path, count]) => ({ path, count, ...fateOf(path) }));
}

function innerOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((item: unknown) => ['[]', item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}
