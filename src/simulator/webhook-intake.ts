import type { WebhookMessage } from '../delivery/webhook/webhook-message.js';
import { digestOf, type Ledger, type LedgerItem } from './ledger.js';
import type { WebhookHoldings } from './webhook-holdings.js';

/** Takes each message in once, also when it comes again before the first is on disk. */
export class WebhookIntake {
  readonly #taken: Map<string, Promise<void>>;

  constructor(
    private readonly ledger: Ledger,
    private readonly receiver: string,
    private readonly holdings: WebhookHoldings,
  ) {
    this.#taken = new Map(ledger.entries.map(({ message }) => [message, Promise.resolve()]));
  }

  /** True: it was there already. */
  async take(message: WebhookMessage): Promise<boolean> {
    const { batch } = message;
    const known = this.#taken.get(batch);
    const taking = known ?? this.#append(message);
    this.#taken.set(batch, taking);
    await taking.catch((error: unknown) => {
      this.#taken.delete(batch);
      throw error;
    });
    return known !== undefined;
  }

  async #append(message: WebhookMessage): Promise<void> {
    const { batch, school, items } = message;
    await this.ledger.append({ at: new Date().toISOString(), receiver: this.receiver, school, message: batch, items: itemsOf(message) });
    this.holdings.take(items);
  }
}

/** Kinds of items that it does not know leave nothing behind. */
export function itemsOf({ items }: WebhookMessage): LedgerItem[] {
  return items.flatMap((item): LedgerItem[] => {
    switch (item.kind) {
      case 'result':
        return [{ key: item.result.id, revision: item.result.revision, digest: digestOf(item.result) }];
      case 'result.tagged':
        return [{ key: item.tagged.result, revision: item.tagged.revision, digest: digestOf(item.tagged), tagged: true }];
      case 'withdrawal':
        return [{ key: item.withdrawn.result, revision: item.withdrawn.revision, digest: digestOf(item.withdrawn), withdrawn: true }];
      case 'signal.raised':
      case 'signal.superseded':
      case 'signal.withdrawn':
        return [{ key: item.signal.id, revision: item.signal.revision ?? 0, digest: digestOf(item.signal), signal: true }];
      default:
        return [];
    }
  });
}
