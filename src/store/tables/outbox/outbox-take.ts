import type { TakenBatch, TakeRequest } from '../../outbox-store.js';
import { pageSize } from '../../sql/page.js';
import { query } from '../../sql/query.js';
import { all, lastly, type Script } from '../../sql/script.js';
import { placedIdText } from '../results/result-id.js';
import { interruptBatch, makeBatch, tryBatch } from './delivery-batches.js';
import { firstFreeLane, isLeased, type LaneRow, leaseLane, releaseLane } from './delivery-lanes.js';
import { PENDING, stillAhead } from './outbox-rows.js';
import { type HealthRow, healthOf, probeBy } from './target-health.js';

/** What is too old is given up with the rest of its message: so nothing is in one that is much younger. Milliseconds. */
const MOST_APART_MS = 60 * 60 * 1_000;

interface FrontRow {
  readonly seq: number;
  readonly queued_at: number;
  readonly kind: string;
  readonly batch: number | null;
  readonly result: Uint8Array | null;
}

/** What is to go of a lane, in order. */
export const FRONT = query<FrontRow, { readonly lane: number; readonly limit: number }>(
  ({ by }) => `
    SELECT o.seq, o.queued_at, o.kind, o.batch, r.id AS result FROM outbox o ${by('outbox_pending')} LEFT JOIN results r ON r.seq = o.result
    WHERE o.lane = @lane AND o.${PENDING} ORDER BY o.seq LIMIT @limit`,
);

/**
 * Takes work for whoever sends it, from whatever school is due first. PostgreSQL runs this without the lock of a school, and one at a time
 * for a target: two that ask whether it may be tried would both try. The lane is locked by being found.
 */
export function* takeBatch(request: TakeRequest): Script<TakenBatch | undefined> {
  const { target, busy } = request;
  const now = Date.parse(request.at);
  const health = yield* healthOf(target);
  if (health === undefined || health.ended === 1 || !(yield* mayTry(health, now))) return undefined;
  for (;;) {
    const lane = yield* firstFreeLane(target, busy, now);
    if (lane === undefined) return undefined;
    // Whoever had the lane before is gone.
    if (lane.batch !== null) yield* interruptBatch(lane.batch, now);
    const batch = yield* nextBatch(lane.seq, pageSize(request.limit), now);
    if (batch !== undefined) return yield* lease(lane, batch, health, request, now);
    yield* releaseLane({ seq: lane.seq, now, dueAt: now, delivered: false });
  }
}

/** Not held, and the circuit is closed; or half-open, while nobody tries. */
function* mayTry({ held_at, open_until, open_from, probe_lane }: HealthRow, now: number): Script<boolean> {
  if (held_at !== null || stillAhead(open_until, open_from, now)) return false;
  return open_until === null || probe_lane === null || !(yield* isLeased(probe_lane, now));
}

/** The batch in front, or a new one. Undefined: nothing is waiting. */
function* nextBatch(lane: number, limit: number, now: number): Script<number | undefined> {
  const front = yield* all(FRONT, { lane, limit });
  const [of] = front;
  if (of === undefined || of.batch !== null) return of?.batch ?? undefined;
  return yield* makeBatch(lane, together(front), now);
}

function* lease(lane: LaneRow, batch: number, health: HealthRow, { owner, until }: TakeRequest, now: number): Script<TakenBatch> {
  const { id, attempts, size, queued_at } = yield* tryBatch(batch, now);
  if (health.open_until !== null) yield* probeBy(lane.target, lane.seq);
  const leased = yield* lastly(leaseLane({ seq: lane.seq, owner, batch, now, until: Date.parse(until) }));
  return {
    id,
    target: lane.target,
    school: lane.school,
    lease: leased.lease,
    attempt: attempts,
    size,
    createdAt: new Date(leased.last_created).toISOString(),
    keysOf: lane.keys_of,
    queuedAt: new Date(queued_at).toISOString(),
    failures: health.failures,
    refusals: health.refusals,
  };
}

/**
 * Those from the first on that can go in one message: of one kind and much of an age, no result twice, as a message of UWLR cannot hold a
 * key twice, and up to one that is in a batch already.
 */
function together(rows: readonly FrontRow[]): readonly number[] {
  const results = new Set<string>();
  const last = (rows[0]?.queued_at ?? 0) + MOST_APART_MS;
  const fits = ({ kind, batch, result, queued_at }: FrontRow): boolean => {
    const id = result === null ? undefined : placedIdText(result);
    if (kind !== rows[0]?.kind || batch !== null || queued_at > last || (id !== undefined && results.has(id))) return false;
    if (id !== undefined) results.add(id);
    return true;
  };
  const end = rows.findIndex((row) => !fits(row));
  return rows.slice(0, end === -1 ? rows.length : end).map(({ seq }) => seq);
}
