import type { Database, Statement } from 'better-sqlite3';
import type { TakenBatch, TakeRequest } from '../../outbox-store.js';
import { pageSize } from '../../sql/page.js';
import { placedIdText } from '../../tables/results/result-id.js';
import { DeliveryBatchTable } from './delivery-batch-table.js';
import { DeliveryLaneTable, type LaneRow } from './delivery-lane-table.js';
import { PENDING, stillAhead } from './outbox-rows.js';
import { type HealthRow, TargetHealthTable } from './target-health-table.js';

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
export const FRONT = `
  SELECT o.seq, o.queued_at, o.kind, o.batch, r.id AS result FROM outbox o INDEXED BY outbox_pending LEFT JOIN results r ON r.seq = o.result
  WHERE o.lane = @lane AND o.${PENDING} ORDER BY o.seq LIMIT @limit`;

/** Takes work for whoever sends it. Synchronous; runs inside the caller's transaction. */
export class OutboxTake {
  private readonly lanes: DeliveryLaneTable;
  private readonly batches: DeliveryBatchTable;
  private readonly health: TargetHealthTable;
  private readonly front: Statement<unknown[], FrontRow>;

  constructor(db: Database) {
    this.lanes = new DeliveryLaneTable(db);
    this.batches = new DeliveryBatchTable(db);
    this.health = new TargetHealthTable(db);
    this.front = db.prepare(FRONT);
  }

  take(request: TakeRequest): TakenBatch | undefined {
    const { target, busy } = request;
    const now = Date.parse(request.at);
    const health = this.health.of(target);
    if (health === undefined || !this.mayTry(health, now)) return undefined;
    for (;;) {
      const lane = this.lanes.firstFree(target, busy, now);
      if (lane === undefined) return undefined;
      // Whoever had the lane before is gone.
      if (lane.batch !== null) this.batches.interrupted(lane.batch, now);
      const batch = this.next(lane.seq, pageSize(request.limit), now);
      if (batch !== undefined) return this.lease(lane, batch, health, request, now);
      this.lanes.release({ seq: lane.seq, now, dueAt: now, delivered: false });
    }
  }

  /** Not held, and the circuit is closed; or half-open, while nobody tries. */
  private mayTry({ held_at, open_until, open_from, probe_lane }: HealthRow, now: number): boolean {
    if (held_at !== null || stillAhead(open_until, open_from, now)) return false;
    return open_until === null || probe_lane === null || !this.lanes.leased(probe_lane, now);
  }

  /** The batch in front, or a new one. Undefined: nothing is waiting. */
  private next(lane: number, limit: number, now: number): number | undefined {
    const first = this.front.get({ lane, limit: 1 });
    if (first === undefined || first.batch !== null) return first?.batch ?? undefined;
    return this.batches.make(lane, together(this.front.all({ lane, limit })), now);
  }

  private lease(lane: LaneRow, batch: number, health: HealthRow, { owner, until }: TakeRequest, now: number): TakenBatch {
    const { id, attempts, size, queued_at } = this.batches.try(batch, now);
    const { lease, last_created } = this.lanes.lease({ seq: lane.seq, owner, batch, now, until: Date.parse(until) });
    if (health.open_until !== null) this.health.probing(lane.target, lane.seq);
    return {
      id,
      target: lane.target,
      school: lane.school,
      lease,
      attempt: attempts,
      size,
      createdAt: new Date(last_created).toISOString(),
      keysOf: lane.keys_of,
      queuedAt: new Date(queued_at).toISOString(),
      failures: health.failures,
      refusals: health.refusals,
    };
  }
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
