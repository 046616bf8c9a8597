/**
 * The messages that are sent. `warmUp` is how many each server gets before it is measured. The first 10,000 small ones cost two to three times as
 * much; of the large ones, which have 304 results each, 500 are enough for Node.js, but Java's compiler is at work until about the 1,500th. `turn` is how many it gets in a turn: a number, not a time, so that a busy machine measures as much.
 */
export const SIZES = [
  { name: '2.6 KB', message: { bytes: 2600, tests: 1 }, warmUp: 20_000, javaWarmUp: 20_000, turn: 3_000 },
  { name: '97 KB', message: { bytes: 97_000 }, warmUp: 500, javaWarmUp: 1_500, turn: 150 },
];
