import type { PurgeScope } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { all, rows as asked, first, inTrips, runMany, type Script } from '../../sql/script.js';
import { type PurgeKey, type Removed, ROWS_AT_ONCE } from '../retention/purge-part.js';
import { IS_TASK } from './delivery-view.js';
import { SENT } from './sent-results.js';
import { endIfNoneIsStuck } from './target-troubles.js';

type DeliveryScope = Extract<PurgeScope, { class: 'deliveries' }>;

interface LaneRow {
  readonly seq: number;
  readonly target: string;
}

interface OldRow {
  readonly seq: number;
  readonly queued_at: number;
  readonly old: 0 | 1;
  readonly stays: 0 | 1;
  readonly batch: number | null;
  readonly untold: 0 | 1;
}

/** SQL: delivery `o` came to its end before `before`. What still has to go, or is held for somebody, is never old: a task neither. */
export function settledBefore(before: string): string {
  return `(o.state IN ('delivered', 'dead', 'cancelled') AND NOT ${IS_TASK} AND o.settled_at < ${before})`;
}

interface OfDelivery {
  readonly seq: number;
}

interface OfBatch {
  readonly batch: number;
}

const LANE_FROM = query<LaneRow, { readonly school: string; readonly from: number }>(
  () => 'SELECT seq, target FROM delivery_lanes WHERE school = @school AND seq >= @from ORDER BY seq LIMIT 1',
);
const ROWS = query<
  OldRow,
  { readonly lane: number; readonly after: number; readonly before: number; readonly noticesBefore: number; readonly limit: number }
>(
  ({ by }) => `
    SELECT o.seq, o.queued_at, o.batch, CASE WHEN ${settledBefore('@before')} THEN 1 ELSE 0 END AS old,
      CASE WHEN ${SENT} AND (o.kind = 'result' AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result)
        OR EXISTS (SELECT 1 FROM signals s WHERE s.seq = -o.result)) THEN 1 ELSE 0 END AS stays,
      CASE WHEN o.withdrawn IS NOT NULL AND ${settledBefore('@noticesBefore')} THEN 1 ELSE 0 END AS untold
    FROM outbox o ${by('outbox_by_lane')} WHERE o.lane = @lane AND o.seq > @after ORDER BY o.seq LIMIT @limit`,
);
const REMOVE = query<never, OfDelivery>(() => 'DELETE FROM outbox WHERE seq = @seq');
const UNLINK = query<never, OfDelivery>(() => 'UPDATE outbox SET redrives = NULL WHERE redrives = @seq');
const EMPTY = query<never, OfDelivery>(() => 'UPDATE outbox SET batch = NULL, losses = NULL WHERE seq = @seq');
const HUSH = query<never, OfDelivery>(() => 'UPDATE outbox SET withdrawn = NULL WHERE seq = @seq');
const IN_USE = query<{ readonly used: number }, OfBatch>(
  () => `
    SELECT 1 AS used FROM outbox WHERE batch = @batch UNION ALL SELECT 1 AS used FROM delivery_batches WHERE parent = @batch LIMIT 1`,
);
const REMOVE_ATTEMPTS = query<never, OfBatch>(() => 'DELETE FROM delivery_attempts WHERE batch = @batch');
const REMOVE_BATCH = query<{ readonly parent: number | null }, OfBatch>(
  () => 'DELETE FROM delivery_batches WHERE seq = @batch RETURNING parent',
);

/**
 * Purges deliveries of a school, lane by lane, in the order in which they were queued, some at a time. That a result which is still here was
 * delivered, or may have been, stays on record, but not how: an erasure has to reach who has it, and nobody gets it twice. `after`: lane and
 * delivery that the step before ended with.
 */
export function* purgeDeliveries({ school, before, noticesBefore }: DeliveryScope, after: PurgeKey = '0 0'): Script<Removed> {
  const counts = { deliveries: 0, withdrawals: 0 };
  let [from, last] = String(after).split(' ').map(Number) as [number, number];
  const ends = { before: Date.parse(before), noticesBefore: Date.parse(noticesBefore) };
  const newest = Math.max(ends.before, ends.noticesBefore);
  let looked = 0;
  let lane = yield* first(LANE_FROM, { school, from });
  while (lane !== undefined && looked < ROWS_AT_ONCE) {
    if (lane.seq !== from) [from, last] = [lane.seq, 0];
    const limit = ROWS_AT_ONCE - looked;
    const rows: readonly OldRow[] = yield* all(ROWS, { lane: from, after: last, ...ends, limit });
    yield* purgeRows(lane.target, rows, counts);
    looked += rows.length + 1;
    last = rows.at(-1)?.seq ?? last;
    // Nothing comes to its end before it was queued.
    const done = rows.length < limit || rows.some(({ queued_at }) => queued_at >= newest);
    if (done) lane = yield* first(LANE_FROM, { school, from: from + 1 });
  }
  const next = lane === undefined ? {} : { next: lane.seq === from ? `${from} ${last}` : `${lane.seq} 0` };
  return { counts, ...next };
}

function* purgeRows(target: string, rows: readonly OldRow[], counts: { deliveries: number; withdrawals: number }): Script<void> {
  const those = (which: ReturnType<typeof fateOf>) => rows.filter((row) => fateOf(row) === which);
  yield* runMany(UNLINK, those('gone'));
  const removed = yield* runMany(REMOVE, those('gone'));
  yield* runMany(EMPTY, those('emptied'));
  counts.withdrawals += yield* runMany(HUSH, those('hushed'));
  yield* removeUnused(rows.flatMap(({ old, batch }) => (old === 1 && batch !== null ? batch : [])));
  if (removed > 0) yield* endIfNoneIsStuck(target, Date.now());
  counts.deliveries += removed;
}

/** What becomes of a delivery, or of its withdrawal. */
function fateOf({ old, stays, batch, untold }: OldRow): 'gone' | 'emptied' | 'hushed' | undefined {
  if (old === 1 && stays === 0) return 'gone';
  if (old === 1 && batch !== null) return 'emptied';
  return untold === 1 ? 'hushed' : undefined;
}

/** Batches that nothing is in and nothing was taken out of, and then those which they were taken out of themselves. */
function* removeUnused(given: readonly number[]): Script<void> {
  for (let batches = [...new Set(given)]; batches.length > 0; ) {
    const uses = yield* inTrips(batches.map((batch) => asked(IN_USE, { batch })));
    const unused = batches.filter((_, at) => uses[at]!.length === 0);
    yield* runMany(
      REMOVE_ATTEMPTS,
      unused.map((batch) => ({ batch })),
    );
    const removed = yield* inTrips(unused.map((batch) => asked(REMOVE_BATCH, { batch })));
    batches = [...new Set(removed.flat().flatMap(({ parent }) => parent ?? []))];
  }
}
