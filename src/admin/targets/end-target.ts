import type { Office } from '../office.js';
import { liveTarget } from './known-target.js';

/** Ends a target permanently, and cancels its waiting deliveries. Throws `Refusal`, `StoreError`. */
export async function endTarget({ store, at }: Office, id: string): Promise<void> {
  liveTarget(await store.directory(), id);
  await store.endTarget(id, at);
}
