import type { DeliveryReason, DeliveryState } from '../../outbox-store.js';

/** SQL for deliveries that still have to go; in the words of the index `outbox_pending`, or SQLite does not know that it may use it. */
export const PENDING = "state IN ('waiting', 'leased', 'retrying')";

/** SQL for the state of a delivery that is put back: it was tried, or it was not. */
export const PUT_BACK = "iif(attempts = 0, 'waiting', 'retrying')";

/** Ids outside are decimal numbers. */
export function deliverySeq(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

export type Change = { readonly state: DeliveryState; readonly reason?: DeliveryReason };
