import type { ItemOutcome, OutgoingItem, Settlement, TakenBatch } from '../store/outbox-store.js';
import type { DeliveriesEnded } from './delivery-observer.js';

/** What a settlement ends for good, as the observer is told. */
export function endedBy(
  { verdict, at }: Settlement,
  { target, size }: Pick<TakenBatch, 'target' | 'size'>,
  items: readonly OutgoingItem[],
): DeliveriesEnded {
  const nothing = { target, counts: new Map<string, number>(), secondsUnderWay: [] };
  switch (verdict.kind) {
    case 'answered':
      return { target, counts: countsOf(verdict.items), secondsUnderWay: underWay(verdict.items, items, at) };
    case 'retry':
      return verdict.tooOld === true ? { ...nothing, counts: new Map([['too-old', size]]) } : nothing;
    case 'split':
      return size === 1 ? { ...nothing, counts: new Map([['refused', 1]]) } : nothing;
    case 'hold':
      return nothing;
  }
}

function countsOf(outcomes: ReadonlyMap<string, ItemOutcome>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const outcome of outcomes.values()) {
    const word = outcome.kind === 'delivered' ? outcome.kind : outcome.kind === 'deferred' ? undefined : outcome.reason;
    if (word !== undefined && word !== 'restricted') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function underWay(outcomes: ReadonlyMap<string, ItemOutcome>, items: readonly OutgoingItem[], at: string): readonly number[] {
  return items.flatMap(({ delivery, content }) => {
    if (content === undefined || outcomes.get(delivery)?.kind !== 'delivered') return [];
    return [Math.max(0, Date.parse(at) - Date.parse(content.result.storedAt)) / 1000];
  });
}
