import type { StatementCache } from '../connection/statement-cache.js';

/** A message by its place, and the last place of a result before it. */
export interface StoredMoment {
  readonly seq: number;
  readonly stored_at: number;
  readonly results_before: number;
}

const COLUMNS = 'SELECT seq, stored_at, results_before FROM exchanges WHERE school = ?';
const NEWEST = `${COLUMNS} ORDER BY seq DESC LIMIT 1`;
const FIRST_FROM = `${COLUMNS} AND seq >= ? ORDER BY seq LIMIT 1`;

/**
 * The first message of a school that was stored at an instant (milliseconds since 1970) or later; undefined: there is none. Within a school
 * moments never go down from one place to the next; whatever else is stored at the same time, by whatever node, says nothing about it.
 *
 * Halves the stretch of places, some twenty times, along the index of the school: an index by school and moment would be one more to keep
 * with each message.
 */
export function firstSince(statements: StatementCache, school: string, instant: number): StoredMoment | undefined {
  const newest = statements.prepare<StoredMoment>(NEWEST).get(school);
  if (newest === undefined || newest.stored_at < instant) return undefined;
  const from = statements.prepare<StoredMoment>(FIRST_FROM);
  let found = newest;
  let [low, high] = [1, newest.seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = from.get(school, middle)!;
    if (row.stored_at < instant) low = row.seq + 1;
    else {
      found = row;
      high = middle;
    }
  }
  return found;
}
