const BASE_MS = 2_000;
const FACTOR = 2;
const CAP_MS = 3_600_000;

/** A receiver that asks for more waits for us no longer than that: by then its answer is old. */
const LONGEST_RETRY_AFTER_MS = 6 * 3_600_000;

/** Most that `backoffMs` gives after so many failures in a row. */
export function backoffCeiling(failures: number): number {
  return Math.min(CAP_MS, BASE_MS * FACTOR ** (failures - 1));
}

/**
 * Milliseconds to the next attempt after `failures` in a row, from 1: exponential with full jitter, so that many who failed together do
 * not come back together. `random` gives 0 up to 1. What the receiver asked for, in seconds, is the least.
 */
export function backoffMs(failures: number, random: () => number, retryAfter = 0): number {
  const asked = Math.min(retryAfter * 1000, LONGEST_RETRY_AFTER_MS);
  return Math.round(Math.max(asked, random() * backoffCeiling(failures)));
}
