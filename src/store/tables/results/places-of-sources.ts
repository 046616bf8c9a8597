import { cells } from '../../sql/query.js';
import { rows, type Script, type Step, together } from '../../sql/script.js';
import type { Stretch } from '../../store.js';

/** Of any place, and of any number of them. */
export const LAST_PLACE = Number.MAX_SAFE_INTEGER;
export const ALL_PLACES = Number.MAX_SAFE_INTEGER;

const OF_SOURCE = cells<readonly [seq: number], Required<Stretch> & { readonly source: number; readonly current: 0 | 1 }>(
  () => `
    SELECT seq FROM results WHERE source = @source AND current = @current AND seq > @after AND seq <= @upTo ORDER BY seq LIMIT @limit`,
);

/**
 * Places of results of some sources, lowest first: one source after the other, each in the order of its index. A school has few, and SQLite
 * would sort all that they have for each page. `current`: 1 for those that are, 0 for those that were superseded.
 */
export function* placesOfSources(
  sources: readonly number[],
  current: readonly (0 | 1)[],
  { after, upTo = LAST_PLACE, limit = ALL_PLACES }: Stretch,
): Script<readonly number[]> {
  if (sources.length === 0) return [];
  const steps: readonly Step[] = sources.flatMap((source) =>
    current.map((which) => rows(OF_SOURCE, { source, current: which, after, upTo, limit })),
  );
  const lists = (yield* together(...steps)) as readonly (readonly (readonly [seq: number])[])[];
  const found = lists.flatMap((list) => list.map(([seq]) => seq)).sort((one, other) => one - other);
  return limit === ALL_PLACES ? found : found.slice(0, limit);
}
