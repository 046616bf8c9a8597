import { supplied } from '../core/supplied.js';
import type { ItemOutcome } from '../store/outbox-store.js';
import type { OutgoingResults } from './outgoing-result.js';
import type { Sent } from './shipment.js';

/** The receiver has everything that could go. */
export function deliveredAll({ items, outcomes }: OutgoingResults, status?: number): Sent {
  const outcome: ItemOutcome = { kind: 'delivered' };
  const delivered = items.map(({ delivery }) => [delivery, outcome] as const);
  const attempt = { outcome: 'answered' as const, ...supplied({ status }) };
  return { kind: 'answered', attempt, items: new Map([...outcomes, ...delivered]) };
}
