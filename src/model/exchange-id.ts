import { timeUuid } from './time-uuid.js';

/** Ids of exchanges sort by the time at which they began. */
export function exchangeId(now: number): string {
  return timeUuid(now);
}
