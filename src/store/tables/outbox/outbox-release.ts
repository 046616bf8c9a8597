import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { wakeLane } from './delivery-lanes.js';
import { PUT_BACK } from './outbox-rows.js';

const RELEASE = query<{ readonly lane: number }, { readonly school: string }>(
  ({ by, thenJoin }) => `
    UPDATE outbox SET state = ${PUT_BACK}, reason = NULL
    WHERE seq IN (
      SELECT o.seq FROM delivery_lanes l ${by('delivery_lanes_by_school')} ${thenJoin} outbox o ${by('outbox_stuck')} ON o.lane = l.seq
      WHERE l.school = @school AND o.state IN ('held', 'dead') AND o.state = 'held' AND o.reason = 'restricted')
    RETURNING lane`,
);

/** Lets go what waited for a restriction to end. All of the school: whoever is still restricted is found to be so when it is to go. */
export function* releaseRestricted(school: string, at: string): Script<void> {
  const released = yield* all(RELEASE, { school });
  for (const lane of new Set(released.map(({ lane: of }) => of))) yield* wakeLane(lane, Date.parse(at));
}
