/** What one goal set may be: several times the largest that SLO publishes. */
export const GOAL_SET_LIMITS = {
  /** Of all its files together. */
  bytes: 64 * 1024 * 1024,
  goals: 100_000,
  relations: 400_000,
  /** Characters. */
  title: 8_000,
  description: 40_000,
  name: 400,
  /** Per goal. */
  levels: 200,
  replaces: 1_000,
  /** Lists and objects within each other. */
  depth: 64,
  /** Different places in the ledger. */
  places: 2_000,
} as const;
