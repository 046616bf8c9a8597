import { instantOf } from '../grammar/dates.js';

const DAY_NS = 86_400_000_000_000n;

/** Whether a valid `xs:dateTime` lies more than a day after now: a clock may be a day wrong. */
export function isFarAhead(dateTime: string, now: Date): boolean {
  if (dateTime.startsWith('-')) return false;
  // A year of five digits or more; far beyond those the calendar of JavaScript ends.
  if (dateTime.indexOf('-') > 4) return true;
  return instantOf(dateTime) > BigInt(now.getTime()) * 1_000_000n + DAY_NS;
}
