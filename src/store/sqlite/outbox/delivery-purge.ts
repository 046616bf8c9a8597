import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../retention/purge-part.js';
import { IS_TASK } from './delivery-view.js';
import { SENT } from './sent-results.js';
import { TargetTroubleTable } from './target-trouble-table.js';

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

/**
 * Deliveries, lane by lane, in the order in which they were queued. That a result which is still here was delivered, or may have been,
 * stays on record, but not how: an erasure has to reach who has it, and nobody gets it twice.
 */
export class DeliveryPurge implements PurgePart<DeliveryScope> {
  private readonly laneFrom: Statement<[school: string, from: number], LaneRow>;
  private readonly rows: Statement<unknown[], OldRow>;
  private readonly remove: Statement<[seq: number]>;
  private readonly unlink: Statement<[seq: number]>;
  private readonly empty: Statement<[seq: number]>;
  private readonly hush: Statement<[seq: number]>;
  private readonly inUse: Statement<{ readonly batch: number }, number>;
  private readonly removeAttempts: Statement<[batch: number]>;
  private readonly removeBatch: Statement<[batch: number], number | null>;
  private readonly troubles: TargetTroubleTable;

  constructor(db: Database) {
    this.troubles = new TargetTroubleTable(db);
    this.laneFrom = db.prepare('SELECT seq, target FROM delivery_lanes WHERE school = ? AND seq >= ? ORDER BY seq LIMIT 1');
    this.rows = db.prepare(`
      SELECT o.seq, o.queued_at, ${settledBefore('@before')} AS old, o.batch,
        ${SENT} AND (o.kind = 'result' AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result)
          OR EXISTS (SELECT 1 FROM signals s WHERE s.seq = -o.result)) AS stays,
        o.withdrawn IS NOT NULL AND ${settledBefore('@noticesBefore')} AS untold
      FROM outbox o INDEXED BY outbox_by_lane WHERE o.lane = @lane AND o.seq > @after ORDER BY o.seq LIMIT @limit`);
    this.remove = db.prepare('DELETE FROM outbox WHERE seq = ?');
    this.unlink = db.prepare('UPDATE outbox SET redrives = NULL WHERE redrives = ?');
    this.empty = db.prepare('UPDATE outbox SET batch = NULL, losses = NULL WHERE seq = ?');
    this.hush = db.prepare('UPDATE outbox SET withdrawn = NULL WHERE seq = ?');
    this.inUse = db
      .prepare<{ readonly batch: number }, number>(
        'SELECT 1 FROM outbox WHERE batch = @batch UNION ALL SELECT 1 FROM delivery_batches WHERE parent = @batch LIMIT 1',
      )
      .pluck();
    this.removeAttempts = db.prepare('DELETE FROM delivery_attempts WHERE batch = ?');
    this.removeBatch = db.prepare<[number], number | null>('DELETE FROM delivery_batches WHERE seq = ? RETURNING parent').pluck();
  }

  /** `after`: lane and delivery that the step before ended with. */
  step({ school, before, noticesBefore }: DeliveryScope, after: PurgeKey = '0 0'): Removed {
    const counts = { deliveries: 0, withdrawals: 0 };
    let [from, last] = String(after).split(' ').map(Number) as [number, number];
    let looked = 0;
    let lane = this.laneFrom.get(school, from);
    while (lane !== undefined && looked < ROWS_AT_ONCE) {
      if (lane.seq !== from) [from, last] = [lane.seq, 0];
      const limit = ROWS_AT_ONCE - looked;
      const newest = Math.max(Date.parse(before), Date.parse(noticesBefore));
      const rows = this.rows.all({ lane: from, after: last, before: Date.parse(before), noticesBefore: Date.parse(noticesBefore), limit });
      this.purgeRows(lane.target, rows, counts);
      looked += rows.length + 1;
      last = rows.at(-1)?.seq ?? last;
      // Nothing comes to its end before it was queued.
      const done = rows.length < limit || rows.some(({ queued_at }) => queued_at >= newest);
      if (done) lane = this.laneFrom.get(school, from + 1);
    }
    const next = lane === undefined ? {} : { next: lane.seq === from ? `${from} ${last}` : `${lane.seq} 0` };
    return { counts, ...next };
  }

  private purgeRows(target: string, rows: readonly OldRow[], counts: { deliveries: number; withdrawals: number }): void {
    const batches = new Set<number>();
    let removed = 0;
    for (const { seq, old, stays, batch, untold } of rows) {
      if (old === 1 && stays === 0) {
        this.unlink.run(seq);
        removed += this.remove.run(seq).changes;
      } else if (old === 1 && batch !== null) this.empty.run(seq);
      else if (untold === 1) counts.withdrawals += this.hush.run(seq).changes;
      if (old === 1 && batch !== null) batches.add(batch);
    }
    for (const batch of batches) this.removeUnused(batch);
    if (removed > 0) this.troubles.endIfNoneIsStuck(target, Date.now());
    counts.deliveries += removed;
  }

  /** A batch that nothing is in and nothing was taken out of, and then that which it was taken out of itself. */
  private removeUnused(batch: number): void {
    let unused: number | null | undefined = batch;
    while (unused != null && this.inUse.get({ batch: unused }) === undefined) {
      this.removeAttempts.run(unused);
      unused = this.removeBatch.get(unused);
    }
  }
}
