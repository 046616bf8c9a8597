import type { Activity } from '../../../model/result.js';
import { query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';

/** What current results of an activity have in common. */
const OF_ACTIVITY = query<{ readonly seq: number; readonly document: string }, { readonly activity: number }>(
  () => `
    SELECT seq, document FROM result_shared h
    WHERE activity = @activity AND EXISTS (SELECT 1 FROM results r WHERE r.shared = h.seq AND r.current = 1) ORDER BY seq`,
);
const NEWEST = query<{ readonly newest: number | null }, { readonly shared: number }>(
  () => 'SELECT max(seq) AS newest FROM results WHERE shared = @shared AND current = 1',
);

/** What the newest result of an activity says of it: a vendor may rename one. Undefined: it has no current result. */
export function* newestOfActivity(activity: number): Script<Activity | undefined> {
  const rows = yield* all(OF_ACTIVITY, { activity });
  const found = rows.map(({ seq, document }) => ({ seq, activity: (JSON.parse(document) as { readonly activity: Activity }).activity }));
  // Only where it has more than one name it matters which result is the newest: to find out is to look at all of them.
  const isOne = new Set(found.map((one) => JSON.stringify([one.activity.name, one.activity.part?.name]))).size < 2;
  if (isOne) return found[0]?.activity;
  const places: { readonly activity: Activity; readonly newest: number }[] = [];
  for (const one of found) {
    const row = yield* first(NEWEST, { shared: one.seq });
    places.push({ activity: one.activity, newest: row?.newest ?? 0 });
  }
  return places.sort((one, other) => other.newest - one.newest)[0]?.activity;
}
