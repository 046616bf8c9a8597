import { supplied } from '../../core/supplied.js';
import type { SentMessage } from '../../store/outbox-store.js';
import type { ExchangeQuery, Page, Store, StoredExchange } from '../../store/store.js';

/** A message that came in, a question of a sync, or a message that was sent to a target. */
export type ListedMessage = { readonly exchange: StoredExchange } | { readonly sent: SentMessage };

/** Where a list of its own goes on: a cursor, the beginning (empty), or nowhere. */
const END = '-';

/**
 * Every message of the gateway, newest first: the records of exchanges and the attempts at deliveries, by the moment at which each began.
 * With `outcome` only exchanges, as an attempt holds results that may end in different ways. Throws `StoreError('unknown')` for a wrong cursor.
 */
export async function listMessages(store: Pick<Store, 'exchanges' | 'outbox'>, query: ExchangeQuery): Promise<Page<ListedMessage>> {
  const { cursor, outcome, ...filter } = query;
  const [from = '', sentFrom = ''] = cursor?.split('.') ?? [];
  const exchanges = new Source(from, filter.limit, (cursor, limit) =>
    store.exchanges({ ...filter, ...supplied({ outcome }), ...cursor, limit }),
  );
  const sent = new Source(outcome === undefined ? sentFrom : END, filter.limit, (cursor, limit) =>
    store.outbox.sentMessages({ ...filter, ...cursor, limit }),
  );
  await Promise.all([exchanges.load(), sent.load()]);
  const items: ListedMessage[] = [];
  while (items.length < filter.limit) {
    const [exchange, attempt] = [exchanges.head, sent.head];
    if (exchange === undefined && attempt === undefined) break;
    if (attempt === undefined || (exchange !== undefined && exchange.receivedAt >= attempt.startedAt)) {
      items.push({ exchange: exchanges.take() });
    } else {
      items.push({ sent: sent.take() });
    }
  }
  const next = [await exchanges.next(), await sent.next()];
  return next.every((one) => one === END) ? { items } : { items, next: next.join('.') };
}

/** A list that is read from its head, and goes on behind what was taken. */
class Source<T> {
  private page: Page<T> = { items: [] };
  private taken = 0;

  constructor(
    private readonly from: string,
    private readonly limit: number,
    private readonly read: (cursor: { readonly cursor?: string }, limit: number) => Promise<Page<T>>,
  ) {}

  async load(): Promise<void> {
    if (this.from !== END) this.page = await this.read(this.cursor, this.limit);
  }

  get head(): T | undefined {
    return this.page.items[this.taken];
  }

  take(): T {
    const head = this.page.items[this.taken];
    if (head === undefined) throw new Error('nothing is left on the page');
    this.taken++;
    return head;
  }

  async next(): Promise<string> {
    if (this.from === END || this.taken === this.page.items.length) return this.page.next ?? END;
    if (this.taken === 0) return this.from;
    return (await this.read(this.cursor, this.taken)).next ?? END;
  }

  private get cursor(): { readonly cursor?: string } {
    return this.from === '' ? {} : { cursor: this.from };
  }
}
