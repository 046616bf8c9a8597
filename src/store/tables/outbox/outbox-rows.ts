import type { DeliveryReason, DeliveryState } from '../../outbox-store.js';

/** SQL for deliveries that still have to go; in the words of the index `outbox_pending`, or SQLite does not know that it may use it. */
export const PENDING = "state IN ('waiting', 'leased', 'retrying')";

/** SQL for the state of a delivery that is put back: it was tried, or it was not. */
export const PUT_BACK = "CASE WHEN attempts = 0 THEN 'waiting' ELSE 'retrying' END";

/** Ids outside are decimal numbers. */
export function deliverySeq(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

export type Change = { readonly state: DeliveryState; readonly reason?: DeliveryReason };

/** How far the clocks of two processes, or two readings of one, may be apart. Milliseconds. */
const SLACK_MS = 60_000;

/**
 * Whether a moment that was written down at `from` still lies ahead. It counts as over when the clock is before `from`: then the clock was
 * set back, and to wait until it has come as far again may take as long as it was set back.
 */
export function stillAhead(moment: number | null, from: number | null, now: number): boolean {
  return moment !== null && moment > now && now >= (from ?? now) - SLACK_MS;
}

/** The same in SQL, against the parameter `@now`. */
export function aheadSql(moment: string, from: string): string {
  return `(${moment} > @now AND @now >= ${from} - ${SLACK_MS})`;
}

/** SQL: `due_at` that is over all the same. */
export function setBackSql(from: string): string {
  return `${from} - ${SLACK_MS} > @now`;
}
