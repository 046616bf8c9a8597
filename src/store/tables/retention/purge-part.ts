/** Rows that are looked at or removed in one step: so many that a message that waits for the writer does not notice. */
export const ROWS_AT_ONCE = 250;

/** Where the next step goes on: a key of what is walked through. */
export type PurgeKey = string | number;

/** What one step removed, by what it is. Without `next` the part is done. */
export interface Removed {
  readonly counts: Readonly<Record<string, number>>;
  readonly next?: PurgeKey;
}

/** One kind of row that goes with a class. Synchronous; each step runs inside the caller's transaction. */
export interface PurgePart<Scope> {
  step(scope: Scope, after: PurgeKey | undefined, actor: string): Removed;
}
