import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../store/store.js';
import { TARGET } from './seed-demo.js';

/** Long for a machine that does nothing else, and no longer than somebody who looks on will wait. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 20;

/** Whether this many results were delivered to the administration: true as soon as they were. */
export async function wentOn({ outbox }: Store, count: number): Promise<boolean> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const now = new Date();
    const status = (await outbox.deliveryStatus(now.toISOString())).find(({ target }) => target === TARGET);
    if (status?.counts.delivered === count) return true;
    if (now.getTime() > end) return false;
    await wait(LOOK_MS);
  }
}
