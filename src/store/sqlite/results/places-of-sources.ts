import type { Stretch } from '../../store.js';
import type { StatementCache } from '../connection/statement-cache.js';

/** Of any place, and of any number of them. */
export const LAST_PLACE = Number.MAX_SAFE_INTEGER;
export const ALL_PLACES = -1;

const OF_SOURCE = 'SELECT seq FROM results WHERE source = ? AND current = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?';

/**
 * Places of results of some sources, lowest first: one source after the other, each in the order of its index. A school has few, and SQLite
 * would sort all that they have for each page. `current`: 1 for those that are, 0 for those that were superseded.
 */
export function placesOfSources(
  statements: StatementCache,
  sources: readonly number[],
  current: readonly (0 | 1)[],
  { after, upTo = LAST_PLACE, limit = ALL_PLACES }: Stretch,
): readonly number[] {
  const statement = statements.prepare<{ seq: number }>(OF_SOURCE);
  const lists = sources.flatMap((source) => current.map((which) => statement.all(source, which, after, upTo, limit)));
  const found = lists.flatMap((rows) => rows.map(({ seq }) => seq)).sort((one, other) => one - other);
  return limit === ALL_PLACES ? found : found.slice(0, limit);
}
