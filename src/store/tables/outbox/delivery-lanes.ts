import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { aheadSql, PENDING, setBackSql } from './outbox-rows.js';

/** What goes to one target for one school; what is waiting in it goes in order. */
export interface LaneRow {
  readonly seq: number;
  readonly target: string;
  readonly school: string;
  readonly keys_of: string;
  readonly lease: number;
  readonly lease_owner: string | null;
  readonly batch: number | null;
}

/** A lane that something is queued in. `keysOf`: the party whose keys go as they are. */
export interface QueuedLane {
  readonly target: string;
  readonly school: string;
  readonly keysOf: string;
  readonly now: number;
}

type OfLane = Pick<LaneRow, 'seq'>;

/** SQL: somebody works on lane `l` at `@now`. */
export const LEASED = `(l.lease_owner IS NOT NULL AND ${aheadSql('l.lease_until', 'l.lease_from')})`;

/** SQL: somebody paused deliveries of lane `l`. */
export const PAUSED_BY_HAND = `
  EXISTS (SELECT 1 FROM delivery_pauses p WHERE p.target IN ('', l.target) AND p.school IN ('', l.school))`;

/** SQL: nothing at all moves for the school of lane `l`. */
export const SCHOOL_PAUSED = 'EXISTS (SELECT 1 FROM schools s WHERE s.id = l.school AND s.paused_at IS NOT NULL)';

const PAUSED = `(${PAUSED_BY_HAND} OR ${SCHOOL_PAUSED})`;

/** SQL: something of lane `@seq` still has to go. */
export function hasPending({ by }: Words): string {
  return `EXISTS (SELECT 1 FROM outbox ${by('outbox_pending')} WHERE lane = @seq AND ${PENDING})`;
}

/** SQL: lanes of a target that may be taken, and where whoever asks is not busy. */
function freeSql(when: string, { by, inList, lockFree }: Words): string {
  return `
    SELECT l.* FROM delivery_lanes l ${by('delivery_lanes_due')}
    WHERE l.target = @target AND l.due_at IS NOT NULL AND NOT ${LEASED} AND NOT ${PAUSED}
      AND NOT l.school ${inList('text', 'busy')} AND ${when} ORDER BY l.due_at LIMIT 1 ${lockFree}`;
}

interface FreeValues {
  readonly target: string;
  readonly busy: readonly string[];
  readonly now: number;
}

export const FREE = query<LaneRow, FreeValues>((words) => freeSql('l.due_at <= @now', words));
const FREE_SINCE_SET_BACK = query<LaneRow, FreeValues>((words) => freeSql(setBackSql('l.due_from'), words));

/** What waits for its next attempt goes first: what comes in later waits behind it. Gives the number of the lane; none when the target ended. */
export const DUE_LANE = query<OfLane, QueuedLane>(
  () => `
    INSERT INTO delivery_lanes (target, school, keys_of, due_at, due_from)
    SELECT id, @school, @keysOf, @now, @now FROM targets WHERE id = @target AND ended_at IS NULL
    ON CONFLICT (target, school) DO UPDATE SET due_at = coalesce(delivery_lanes.due_at, excluded.due_at),
      due_from = CASE WHEN delivery_lanes.due_at IS NULL THEN excluded.due_from ELSE delivery_lanes.due_from END
    RETURNING seq`,
);
/** Also of a lane that is due: whoever takes from it at this moment would not see what there is to do, and let it rest. */
export const WAKE_LANE = query<never, OfLane & { readonly now: number }>(
  () => `
    UPDATE delivery_lanes SET due_at = coalesce(due_at, @now), due_from = CASE WHEN due_at IS NULL THEN CAST(@now AS BIGINT) ELSE due_from END
    WHERE seq = @seq`,
);
const HOLD = query<never, { readonly school: string }>(() => 'UPDATE delivery_lanes SET lease = lease WHERE school = @school');
export const REST_LANE = query<never, OfLane>(
  (words) => `UPDATE delivery_lanes SET due_at = NULL WHERE seq = @seq AND NOT ${hasPending(words)}`,
);

/** A lane that another transaction takes at this moment is left out: then the lease is over. */
const OF_BATCH = query<LaneRow, { readonly batch: string }>(
  ({ lockFree }) => `SELECT * FROM delivery_lanes WHERE batch = (SELECT seq FROM delivery_batches WHERE id = @batch) ${lockFree}`,
);
const IS_LEASED = query<OfLane, OfLane & { readonly now: number }>(
  () => `SELECT l.seq FROM delivery_lanes l WHERE l.seq = @seq AND ${LEASED}`,
);
const HURRY = query<never, { readonly target: string; readonly now: number }>(
  () => 'UPDATE delivery_lanes SET due_at = @now, due_from = @now WHERE target = @target AND lease_owner IS NULL AND due_at > @now',
);

interface LeaseValues extends OfLane {
  readonly owner: string;
  /** Number of the batch that is taken. */
  readonly batch: number;
  readonly now: number;
  readonly until: number;
}

/** Which lease it is of the lane, and the moment that its message is made at: later than that of any before it. */
interface Leased {
  readonly lease: number;
  readonly last_created: number;
}

const LEASE = query<Leased, LeaseValues>(
  ({ greatest }) => `
    UPDATE delivery_lanes SET lease = lease + 1, lease_owner = @owner, lease_from = @now, lease_until = @until, batch = @batch,
      last_created = ${greatest('@now', 'last_created + 1')}
    WHERE seq = @seq RETURNING lease, last_created`,
);
// As long as it was, so that `lease_from` is what the clock says now.
const RENEW = query<never, { readonly batch: string; readonly lease: number; readonly until: number }>(
  () => `
    UPDATE delivery_lanes SET lease_from = @until - (lease_until - lease_from), lease_until = @until
    WHERE batch = (SELECT seq FROM delivery_batches WHERE id = @batch) AND lease = @lease AND lease_owner IS NOT NULL`,
);
const RELEASE = query<never, OfLane & { readonly now: number; readonly dueAt: number; readonly delivered: 0 | 1 }>(
  (words) => `
    UPDATE delivery_lanes SET lease_owner = NULL, lease_from = NULL, lease_until = NULL, batch = NULL, due_from = @now,
      last_delivered = CASE WHEN @delivered = 1 THEN @now ELSE last_delivered END,
      due_at = CASE WHEN ${hasPending(words)} THEN CAST(@dueAt AS BIGINT) ELSE NULL END
    WHERE seq = @seq`,
);

/** Its number, with something to do from now on. Undefined: the target ended. */
export function* dueLane(lane: QueuedLane): Script<number | undefined> {
  return (yield* first(DUE_LANE, lane))?.seq;
}

/** Until the transaction is over nobody takes anything for a school; what somebody took just now is there to be seen. SQLite has one writer anyway. */
export function* holdLanes(school: string): Script<void> {
  yield* run(HOLD, { school });
}

/** There is something to do again. */
export function* wakeLane(seq: number, now: number): Script<void> {
  yield* run(WAKE_LANE, { seq, now });
}

/** What waits for its next attempt at a target is due now. True: there was something. */
export function* hurryLanes(target: string, now: number): Script<boolean> {
  return (yield* run(HURRY, { target, now })) > 0;
}

/** There may be nothing left to do. */
export function* restLane(seq: number): Script<void> {
  yield* run(REST_LANE, { seq });
}

/** The one that is due for longest, of those that nobody works on. On PostgreSQL it stays locked until the transaction is over. */
export function* firstFreeLane(target: string, busy: readonly string[], now: number): Script<LaneRow | undefined> {
  const of = { target, busy, now };
  return (yield* first(FREE, of)) ?? (yield* first(FREE_SINCE_SET_BACK, of));
}

export function* leaseLane(of: LeaseValues): Script<Leased> {
  return (yield* first(LEASE, of))!;
}

/** False: somebody else has the lane of the batch by now, or nobody. */
export function* renewLease(batch: string, lease: number, until: number): Script<boolean> {
  return (yield* run(RENEW, { batch, lease, until })) > 0;
}

/** The lane that this lease of a batch is of, unless somebody else has it by now, or nobody. */
export function* heldLane(batch: string, lease: number): Script<LaneRow | undefined> {
  const lane = yield* first(OF_BATCH, { batch });
  return lane?.lease === lease && lane.lease_owner !== null ? lane : undefined;
}

/** Whether somebody works on it. */
export function* isLeased(seq: number, now: number): Script<boolean> {
  return (yield* first(IS_LEASED, { seq, now })) !== undefined;
}

/** Free for whoever comes; due again when there is more to do. */
export function* releaseLane(of: {
  readonly seq: number;
  readonly now: number;
  readonly dueAt: number;
  readonly delivered: boolean;
}): Script<void> {
  yield* run(RELEASE, { ...of, delivered: of.delivered ? 1 : 0 });
}
