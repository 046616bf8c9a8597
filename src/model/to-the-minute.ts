const MINUTE_MS = 60_000;

/**
 * An ISO instant, rounded down to its minute. To the millisecond an instant belongs to one message as a rule, and two receivers who
 * both know it know that they speak of the same one.
 */
export function toTheMinute(instant: string): string {
  return new Date(Math.floor(Date.parse(instant) / MINUTE_MS) * MINUTE_MS).toISOString();
}
