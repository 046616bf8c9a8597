import type { Committed, Delivery, Slice } from '../../store.js';
import { NO_ROWS } from '../../tables/cells.js';
import { headOf } from '../../tables/results/delivery-head.js';
import { SlicePacker } from '../../tables/results/slice-packer.js';
import type { Pool } from '../connection/pool.js';
import { AcceptQueue } from './accept-queue.js';
import { acceptStreamed } from './accept-streamed.js';

const queues = new WeakMap<Pool, AcceptQueue>();

function queueOf(pool: Pool): AcceptQueue {
  let queue = queues.get(pool);
  if (queue === undefined) {
    queue = new AcceptQueue(pool);
    queues.set(pool, queue);
  }
  return queue;
}

/**
 * Stores an accepted message in one transaction: see `Store.commit`. `actor`: who writes, as the audit says it. A message of one slice takes two
 * trips to the database, which others may share; a longer one is streamed into a transaction of its own. Throws `StoreError`; then nothing of it is stored, unless the connection went away during the commit (`gone`).
 */
export async function acceptDelivery(pool: Pool, delivery: Delivery, actor: string): Promise<Committed> {
  const { school } = delivery.exchange;
  const slices = new MadeSlices(delivery.slices[Symbol.iterator]());
  try {
    const first = slices.next();
    const second = first.done ? first : slices.next();
    const packer = new SlicePacker(school);
    if (first.done || second.done) {
      const rows = first.done ? NO_ROWS : packer.pack(first.value);
      return await queueOf(pool).accept({ head: headOf(delivery, delivery.strips()), rows, actor });
    }
    const start = [first.value, second.value];
    const all = { next: () => (start.length > 0 ? { value: start.shift()! } : slices.next()) };
    const message = { head: headOf(delivery, []), packer, slices: all, strips: delivery.strips, actor };
    return await queueOf(pool).alone(school, () => pool.with('delivery', (client) => acceptStreamed(client, message)));
  } catch (error) {
    // Of whoever makes them, as it is.
    throw slices.failure === undefined ? error : slices.failure.error;
  } finally {
    // Whoever makes the slices may hold on to something: also when they were not all wanted.
    slices.return();
  }
}

/** Slices, and what went wrong in making them. */
class MadeSlices {
  failure: { readonly error: unknown } | undefined;

  constructor(private readonly slices: Iterator<Slice>) {}

  next(): IteratorResult<Slice> {
    try {
      return this.slices.next();
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  return(): void {
    this.slices.return?.();
  }
}
