import { query } from '../../../sql/query.js';
import { all, first, run, type Script } from '../../../sql/script.js';
import { wakeLane } from '../../outbox/delivery-lanes.js';
import { SENT } from '../../outbox/sent-results.js';
import type { RetagJobRow } from './retag-jobs.js';

/** Results that are looked at in one transaction. */
const RESULTS_AT_ONCE = 1_000;

/** SQL: what results of an activity have in common. */
const OF_ACTIVITY = '(SELECT seq FROM result_shared WHERE activity = @activity)';

interface Piece {
  /** Number of the result that the piece ends with, in an activity that has more; 0: at the end of one. Undefined: nothing is left. */
  readonly position: number | undefined;
  readonly activities: number;
  readonly events: number;
}

/** Results of an activity, from one to another. */
interface Told {
  readonly activity: number;
  readonly after: number;
  readonly upTo: number;
  readonly at: number;
}

interface OfJob {
  readonly school: string;
  readonly job: number;
}

const FIRST = query<{ readonly seq: number }, OfJob>(
  () => 'SELECT seq FROM activities WHERE school = @school AND retagged_in = @job ORDER BY seq LIMIT 1',
);
const LAST = query<
  { readonly seq: number | null; readonly found: number },
  { readonly activity: number; readonly after: number; readonly limit: number }
>(
  () => `
    SELECT max(seq) AS seq, count(*) AS found FROM (
      SELECT seq FROM results WHERE shared IN ${OF_ACTIVITY} AND seq > @after ORDER BY seq LIMIT @limit) AS piece`,
);
const CLEAR = query<never, { readonly activity: number }>(() => 'UPDATE activities SET retagged_in = NULL WHERE seq = @activity');
const CLEAR_ALL = query<never, OfJob>(() => 'UPDATE activities SET retagged_in = NULL WHERE school = @school AND retagged_in = @job');
const LANES = query<{ readonly seq: number; readonly target: string }, { readonly school: string }>(
  () => 'SELECT seq, target FROM delivery_lanes WHERE school = @school',
);
const TELL = query<never, Told & { readonly lane: number }>(
  () => `
    INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
    SELECT CAST(@lane AS BIGINT), 'result.tagged', r.seq, r.exchange, 'waiting', CAST(@at AS BIGINT) FROM results r
    WHERE r.shared IN ${OF_ACTIVITY} AND r.seq > @after AND r.seq <= @upTo AND r.current = 1
      AND EXISTS (SELECT 1 FROM outbox o WHERE o.result = r.seq AND o.lane = @lane AND o.kind = 'result' AND ${SENT})
      AND NOT EXISTS (
        SELECT 1 FROM outbox o WHERE o.result = r.seq AND o.lane = @lane AND o.kind = 'result.tagged' AND o.state IN ('waiting', 'held'))
    ORDER BY r.seq`,
);

/**
 * Queues what receivers are told of results whose goals changed. Only of results that a receiver has, or may have: what still waits for
 * it goes with its goals as they are by then; and once, however often the goals change before it goes.
 */
export function* tellOfTagged(
  { seq: job, school, position }: Pick<RetagJobRow, 'seq' | 'school' | 'position'>,
  targets: readonly string[],
  at: number,
): Script<Piece> {
  const lanes = (yield* all(LANES, { school })).flatMap(({ seq, target }) => (targets.includes(target) ? [seq] : []));
  if (lanes.length === 0) {
    const changes = yield* run(CLEAR_ALL, { school, job });
    return { position: changes === 0 ? undefined : 0, activities: changes, events: 0 };
  }
  let [after, activities, events] = [position, 0, 0];
  for (let room = RESULTS_AT_ONCE; room > 0; ) {
    const activity = (yield* first(FIRST, { school, job }))?.seq;
    if (activity === undefined) return { position: activities === 0 ? undefined : 0, activities, events };
    const { seq, found } = (yield* first(LAST, { activity, after, limit: room }))!;
    if (seq !== null) events += yield* tell(lanes, { activity, after, upTo: seq, at });
    const isOver = found < room;
    if (isOver) {
      yield* run(CLEAR, { activity });
      activities += 1;
    }
    after = isOver ? 0 : (seq ?? 0);
    room -= found + 1;
  }
  return { position: after, activities, events };
}

function* tell(lanes: readonly number[], piece: Told): Script<number> {
  let events = 0;
  for (const lane of lanes) {
    const changes = yield* run(TELL, { lane, ...piece });
    if (changes > 0) yield* wakeLane(lane, piece.at);
    events += changes;
  }
  return events;
}
