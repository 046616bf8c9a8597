import type { OutgoingResults, ToldResult, ToldSignal, ToldTags, ToldWithdrawal } from './outgoing-result.js';

/** A result, its goals, or that it is gone, as receivers of webhooks and files read it. Shape: `item` of `schemas/webhook/results-stored.json`. */
export type SentItem =
  | Omit<ToldResult, 'delivery'>
  | Omit<ToldTags, 'delivery'>
  | Omit<ToldWithdrawal, 'delivery'>
  | Omit<ToldSignal, 'delivery'>;

export function sentItem(item: OutgoingResults['items'][number]): SentItem {
  switch (item.kind) {
    case 'result':
      return { kind: item.kind, result: item.result };
    case 'result.tagged':
      return { kind: item.kind, tagged: item.tagged };
    case 'withdrawal':
      return { kind: item.kind, withdrawn: item.withdrawn };
    default: {
      const { delivery: _, ...event } = item;
      return event;
    }
  }
}
