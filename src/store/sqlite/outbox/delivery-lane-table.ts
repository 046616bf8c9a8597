import type { Database, Statement } from 'better-sqlite3';
import { aheadSql, PENDING, setBackSql } from './outbox-rows.js';

export interface LaneRow {
  readonly seq: number;
  readonly target: string;
  readonly school: string;
  readonly keys_of: string;
  readonly lease: number;
  readonly lease_owner: string | null;
  readonly batch: number | null;
}

/** SQL: somebody works on lane `l` at `@now`. */
export const LEASED = `(l.lease_owner IS NOT NULL AND ${aheadSql('l.lease_until', 'l.lease_from')})`;

/** SQL: somebody paused deliveries of lane `l`. */
export const PAUSED_BY_HAND = `
  EXISTS (SELECT 1 FROM delivery_pauses p WHERE p.target IN ('', l.target) AND p.school IN ('', l.school))`;

/** SQL: nothing at all moves for the school of lane `l`. */
export const SCHOOL_PAUSED = 'EXISTS (SELECT 1 FROM schools s WHERE s.id = l.school AND s.paused_at IS NOT NULL)';

const PAUSED = `(${PAUSED_BY_HAND} OR ${SCHOOL_PAUSED})`;

/** SQL: something of lane `@seq` still has to go. */
export const HAS_PENDING = `EXISTS (SELECT 1 FROM outbox INDEXED BY outbox_pending WHERE lane = @seq AND ${PENDING})`;

/** SQL: lanes of a target that may be taken, and where whoever asks is not busy. */
export const FREE = `
  SELECT l.* FROM delivery_lanes l INDEXED BY delivery_lanes_due
  WHERE l.target = @target AND l.due_at IS NOT NULL AND NOT ${LEASED} AND NOT ${PAUSED}
    AND l.school NOT IN (SELECT value FROM json_each(@busy))`;

/** Lanes and their leases. Synchronous; runs inside the caller's transaction. */
export class DeliveryLaneTable {
  private readonly upsert: Statement<unknown[], number>;
  private readonly free: readonly Statement<unknown[], LaneRow>[];
  private readonly get: Statement<unknown[], LaneRow>;
  private readonly leaseLane: Statement<unknown[], { readonly lease: number; readonly last_created: number }>;
  private readonly renewLane: Statement<unknown[]>;
  private readonly isLeased: Statement<unknown[], number>;
  private readonly freeLane: Statement<unknown[]>;
  private readonly wakeLane: Statement<unknown[]>;
  private readonly hurryLanes: Statement<unknown[]>;
  private readonly restLane: Statement<unknown[]>;

  constructor(db: Database) {
    // What waits for its next attempt goes first: what comes in later waits behind it.
    this.upsert = db
      .prepare<unknown[], number>(`
        INSERT INTO delivery_lanes (target, school, keys_of, due_at, due_from)
        SELECT id, @school, @keysOf, @now, @now FROM targets WHERE id = @target AND ended_at IS NULL
        ON CONFLICT (target, school) DO UPDATE
          SET due_at = coalesce(due_at, excluded.due_at), due_from = iif(due_at IS NULL, excluded.due_from, due_from)
        RETURNING seq`)
      .pluck();
    this.free = [
      db.prepare(`${FREE} AND l.due_at <= @now ORDER BY l.due_at LIMIT 1`),
      db.prepare(`${FREE} AND ${setBackSql('l.due_from')} ORDER BY l.due_at LIMIT 1`),
    ];
    this.get = db.prepare('SELECT * FROM delivery_lanes WHERE batch = (SELECT seq FROM delivery_batches WHERE id = @batch)');
    this.leaseLane = db.prepare(`
      UPDATE delivery_lanes SET lease = lease + 1, lease_owner = @owner, lease_from = @now, lease_until = @until, batch = @batch,
        last_created = max(@now, last_created + 1)
      WHERE seq = @seq RETURNING lease, last_created`);
    // As long as it was, so that `lease_from` is what the clock says now.
    this.renewLane = db.prepare(`
      UPDATE delivery_lanes SET lease_from = @until - (lease_until - lease_from), lease_until = @until
      WHERE batch = (SELECT seq FROM delivery_batches WHERE id = @batch) AND lease = @lease AND lease_owner IS NOT NULL`);
    this.isLeased = db.prepare<unknown[], number>(`SELECT 1 FROM delivery_lanes l WHERE l.seq = @seq AND ${LEASED}`).pluck();
    this.wakeLane = db.prepare('UPDATE delivery_lanes SET due_at = @now, due_from = @now WHERE seq = @seq AND due_at IS NULL');
    this.hurryLanes = db.prepare(`
      UPDATE delivery_lanes SET due_at = @now, due_from = @now WHERE target = @target AND lease_owner IS NULL AND due_at > @now`);
    this.restLane = db.prepare(`UPDATE delivery_lanes SET due_at = NULL WHERE seq = @seq AND NOT ${HAS_PENDING}`);
    this.freeLane = db.prepare(`
      UPDATE delivery_lanes SET lease_owner = NULL, lease_from = NULL, lease_until = NULL, batch = NULL, due_from = @now,
        last_delivered = iif(@delivered, @now, last_delivered),
        due_at = iif(${HAS_PENDING}, @dueAt, NULL)
      WHERE seq = @seq`);
  }

  /** Its number, with something to do from now on. Undefined: the target ended. */
  due(lane: { readonly target: string; readonly school: string; readonly keysOf: string; readonly now: number }): number | undefined {
    return this.upsert.get(lane);
  }

  /** There is something to do again. */
  wake(seq: number, now: number): void {
    this.wakeLane.run({ seq, now });
  }

  /** What waits for its next attempt at a target is due now. True: there was something. */
  hurry(target: string, now: number): boolean {
    return this.hurryLanes.run({ target, now }).changes > 0;
  }

  /** There may be nothing left to do. */
  rest(seq: number): void {
    this.restLane.run({ seq });
  }

  /** The one that is due for longest, of those that nobody works on. */
  firstFree(target: string, busy: readonly string[], now: number): LaneRow | undefined {
    const of = { target, busy: JSON.stringify(busy), now };
    return this.free[0]!.get(of) ?? this.free[1]!.get(of);
  }

  lease(of: { readonly seq: number; readonly owner: string; readonly batch: number; readonly now: number; readonly until: number }): {
    readonly lease: number;
    readonly last_created: number;
  } {
    return this.leaseLane.get(of)!;
  }

  renew(batch: string, lease: number, until: number): boolean {
    return this.renewLane.run({ batch, lease, until }).changes > 0;
  }

  /** The lane that this lease of a batch is of, unless somebody else has it by now, or nobody. */
  held(batch: string, lease: number): LaneRow | undefined {
    const lane = this.get.get({ batch });
    return lane?.lease === lease && lane.lease_owner !== null ? lane : undefined;
  }

  /** Whether somebody works on it. */
  leased(seq: number, now: number): boolean {
    return this.isLeased.get({ seq, now }) !== undefined;
  }

  /** Free for whoever comes; due again when there is more to do. */
  release(of: { readonly seq: number; readonly now: number; readonly dueAt: number; readonly delivered: boolean }): void {
    this.freeLane.run({ ...of, delivered: of.delivered ? 1 : 0 });
  }
}
