import { query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';

/** A message by its place, and the last place of a result before it. */
export interface StoredMoment {
  readonly seq: number;
  readonly stored_at: number;
  readonly results_before: number;
}

const COLUMNS = 'SELECT seq, stored_at, results_before FROM exchanges WHERE school = @school';
const NEWEST = query<StoredMoment, { readonly school: string }>(() => `${COLUMNS} ORDER BY seq DESC LIMIT 1`);
const FIRST_FROM = query<StoredMoment, { readonly school: string; readonly from: number }>(
  () => `${COLUMNS} AND seq >= @from ORDER BY seq LIMIT 1`,
);

/**
 * The first message of a school that was stored at an instant (milliseconds since 1970) or later; undefined: there is none. Within a school
 * moments never go down from one place to the next; whatever else is stored at the same time, by whatever node, says nothing about it.
 *
 * Halves the stretch of places, some twenty times, along the index of the school: an index by school and moment would be one more to keep
 * with each message.
 */
export function* firstSince(school: string, instant: number): Script<StoredMoment | undefined> {
  const newest = yield* first(NEWEST, { school });
  if (newest === undefined || newest.stored_at < instant) return undefined;
  let found = newest;
  let [low, high] = [1, newest.seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = (yield* first(FIRST_FROM, { school, from: middle }))!;
    if (row.stored_at < instant) low = row.seq + 1;
    else {
      found = row;
      high = middle;
    }
  }
  return found;
}
