import type { ToldResult, ToldWithdrawal } from './outgoing-result.js';

/** A result, or that one is gone, as receivers of webhooks and files read it. Shape: `item` of `schemas/webhook/results-stored.json`. */
export type SentItem = Omit<ToldResult, 'delivery'> | Omit<ToldWithdrawal, 'delivery'>;

export function sentItem(item: ToldResult | ToldWithdrawal): SentItem {
  return item.kind === 'result' ? { kind: item.kind, result: item.result } : { kind: item.kind, withdrawn: item.withdrawn };
}
