import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Committed, Delivery } from '../../store.js';
import { NO_ROWS } from '../../tables/cells.js';
import { headOf } from '../../tables/results/delivery-head.js';
import { SlicePacker } from '../../tables/results/slice-packer.js';
import { isGivenUp } from '../connection/failure.js';
import type { Pool } from '../connection/pool.js';
import { acceptStreamed } from './accept-streamed.js';
import { acceptTogether, type WholeMessage } from './accept-together.js';

/** How often a transaction that the database gave up is run again, and how long at most is waited before, in ms. */
const RETRIES = 8;
const LONGEST_PAUSE_MS = 40;

/**
 * Stores an accepted message in one transaction: see `Store.commit`. `actor`: who writes, as the audit says it. A message of one slice takes two
 * trips to the database. Throws `StoreError`; then nothing of it is stored, unless the connection went away during the commit (`gone`).
 */
export async function acceptDelivery(pool: Pool, delivery: Delivery, actor: string): Promise<Committed> {
  const slices = delivery.slices[Symbol.iterator]();
  try {
    const first = slices.next();
    const second = first.done ? first : slices.next();
    const packer = new SlicePacker(delivery.exchange.school);
    if (first.done || second.done) {
      const rows = first.done ? NO_ROWS : packer.pack(first.value);
      const message = { head: headOf(delivery, delivery.strips()), rows, actor };
      return await pool.with('delivery', (client) => acceptOne(client, message));
    }
    const start = [first.value, second.value];
    const all = { next: () => (start.length > 0 ? { value: start.shift()! } : slices.next()) };
    const message = { head: headOf(delivery, []), packer, slices: all, strips: delivery.strips, actor };
    return await pool.with('delivery', (client) => acceptStreamed(client, message));
  } finally {
    // Whoever makes the slices may hold on to something: also when they were not all wanted.
    slices.return?.();
  }
}

async function acceptOne(client: ClientBase, message: WholeMessage): Promise<Committed> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await acceptTogether(client, [message]))[0]!;
    } catch (error) {
      if (attempt > RETRIES || !isGivenUp(error)) throw error;
      // Not all at the same time, so that they do not meet again.
      await setTimeout(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}
