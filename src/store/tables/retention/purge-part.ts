import type { Script } from '../../sql/script.js';

/** Rows that are looked at or removed in one step: so many that a message that waits for the writer does not notice. */
export const ROWS_AT_ONCE = 250;

/** Where the next step goes on: a key of what is walked through. */
export type PurgeKey = string | number;

/** What one step removed, by what it is. Without `next` the part is done. */
export interface Removed {
  readonly counts: Readonly<Record<string, number>>;
  readonly next?: PurgeKey;
}

/** One step of removing one kind of row that goes with a class. */
export type PurgePart<Scope> = (scope: Scope, after: PurgeKey | undefined, actor: string) => Script<Removed>;

/** After a list that was as long as it may be there may be more, behind its last key. */
export function nextAfter(rows: number, last: PurgeKey | undefined): Pick<Removed, 'next'> {
  return last !== undefined && rows === ROWS_AT_ONCE ? { next: last } : {};
}
