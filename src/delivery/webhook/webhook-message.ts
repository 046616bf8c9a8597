import type { DeliveryKind } from '../../store/outbox-store.js';
import type { OutgoingResults } from '../outgoing-result.js';
import { type SentItem, sentItem } from '../sent-item.js';
import type { Shipment } from '../shipment.js';

/** Body of a webhook. Shape: `schemas/webhook/results-stored.json`. */
export interface WebhookMessage {
  readonly type: 'results.stored' | Exclude<DeliveryKind, 'result' | 'withdrawal'>;
  /** The same as the header `webhook-id`. */
  readonly batch: string;
  readonly school: string;
  readonly items: readonly SentItem[];
}

/** Nothing in it is of the attempt: a message that is sent again has the same bytes, as long as the agreement is the same. */
export function webhookMessage({ batch, school }: Pick<Shipment, 'batch' | 'school'>, { items }: OutgoingResults): WebhookMessage {
  // What is in a batch is of one kind.
  const kind = items[0]?.kind ?? 'result';
  const type = kind === 'result' || kind === 'withdrawal' ? 'results.stored' : kind;
  return { type, batch: batch.id, school: school.id, items: items.map(sentItem) };
}
