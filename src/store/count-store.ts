/** Something that was counted of a caller. `key`: a keyed hash that stands for the caller and for what is counted, at most 64 characters. */
export interface Counted {
  readonly key: string;
  /** How many since it was told last: at least 1. */
  readonly count: number;
}

/** Requests, of which there may be `perMinute`. */
export interface Spent extends Counted {
  readonly perMinute: number;
}

/** Failures, which count for `windowMs`; once there are `most`, the key is locked for as long. */
export interface Failed extends Counted {
  readonly most: number;
  readonly windowMs: number;
}

/** What one process counted. Each key stands in it once. */
export interface CountsTold {
  readonly spent: readonly Spent[];
  readonly failed: readonly Failed[];
  /** `mark` of the last answer; 0: there was none yet. */
  readonly since: number;
}

/** How a key stands, over all processes. */
export interface FailedInAll {
  readonly failed: number;
  /** How long, in milliseconds, they still count, or the key is still locked. */
  readonly remainingMs: number;
}

export interface CountsShared {
  /** Requests that are left to each key of `spent`; negative where more were let through than there may be. */
  readonly left: ReadonlyMap<string, number>;
  /** Of each key of `failed`. */
  readonly failures: ReadonlyMap<string, FailedInAll>;
  /** Keys that were locked since `since`, and for how many milliseconds they still are; some of them may have been given before. */
  readonly locked: ReadonlyMap<string, number>;
  readonly mark: number;
}

/**
 * What several processes count of the same callers together. It is kept for as long as it counts, and may be lost when the database server
 * crashes. Moments are by the clock of the database, so that those of the nodes may differ.
 */
export interface CountStore {
  /** Adds what was counted, and gives how all of it stands, in one trip. When it rejects it may have been added, or not. Throws `StoreError`. */
  tellCounts(told: CountsTold): Promise<CountsShared>;
  /** Removes what no longer counts, and what there is too much of: of each kind the 200,000 keys that were counted last stay. Throws `StoreError`. */
  forgetCounts(): Promise<void>;
}
