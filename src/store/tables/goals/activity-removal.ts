import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import { askRetag } from './ask-retag.js';

type OfActivity = { readonly activity: number };

const USED = query<{ readonly used: number }, OfActivity>(
  () => 'SELECT 1 AS used FROM result_shared h JOIN results r ON r.shared = h.seq WHERE h.activity = @activity LIMIT 1',
);
const REMOVE_LINKS = query<never, OfActivity>(() => 'DELETE FROM goal_links WHERE activity = @activity');
const DETACH = query<never, OfActivity>(() => 'UPDATE result_shared SET activity = NULL WHERE activity = @activity');
const REMOVE = query<{ readonly school: string }, OfActivity>(() => 'DELETE FROM activities WHERE seq = @activity RETURNING school');

/** Whether results are of an activity. */
export function* isActivityUsed(activity: number): Script<boolean> {
  return (yield* first(USED, { activity })) !== undefined;
}

/** Removes an activity with its links. Results that are of it are tagged anew, by what they say themselves. */
export function* removeActivity(activity: number): Script<void> {
  yield* run(REMOVE_LINKS, { activity });
  const detached = yield* run(DETACH, { activity });
  const removed = yield* first(REMOVE, { activity });
  if (detached > 0 && removed !== undefined) yield* askRetag(removed.school, 'erasure', Date.now());
}
