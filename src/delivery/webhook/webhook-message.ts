import type { OutgoingResults } from '../outgoing-result.js';
import { type SentItem, sentItem } from '../sent-item.js';
import type { Shipment } from '../shipment.js';

/** Body of a webhook. Shape: `schemas/webhook/results-stored.json`. */
export interface WebhookMessage {
  readonly type: 'results.stored' | 'result.tagged';
  /** The same as the header `webhook-id`. */
  readonly batch: string;
  readonly school: string;
  readonly items: readonly SentItem[];
}

/** Nothing in it is of the attempt: a message that is sent again has the same bytes, as long as the agreement is the same. */
export function webhookMessage({ batch, school }: Pick<Shipment, 'batch' | 'school'>, { items }: OutgoingResults): WebhookMessage {
  // What is in a batch is of one kind.
  const type = items[0]?.kind === 'result.tagged' ? 'result.tagged' : 'results.stored';
  return { type, batch: batch.id, school: school.id, items: items.map(sentItem) };
}
