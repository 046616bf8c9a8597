import type { Database } from 'better-sqlite3';
import type { Changed, DeliveryChange, DeliveryFilter } from '../../outbox-store.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { StatementCache } from '../connection/statement-cache.js';
import { DeliveryBatchTable } from './delivery-batch-table.js';
import { deliveryFilter } from './delivery-filter.js';
import { DeliveryLaneTable, LEASED } from './delivery-lane-table.js';
import { LANES } from './delivery-reader.js';
import { IS_TASK, VIEW_FROM } from './delivery-view.js';
import { PENDING, PUT_BACK } from './outbox-rows.js';
import { TargetTroubleTable } from './target-trouble-table.js';

type Skipped = keyof Changed['skipped'];

export interface ChangeHow {
  readonly at: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** What is picked for a change: what is to be done to each, or why nothing is. */
const PICKED = 'CREATE TEMP TABLE IF NOT EXISTS picked (seq INTEGER PRIMARY KEY, lane INTEGER NOT NULL, verdict TEXT NOT NULL)';
const TO_DO = "SELECT seq FROM picked WHERE verdict = 'do'";

const OUT = `o.state = 'leased' AND ${LEASED}`;

/** SQL: the same revision is in the lane once more, in one of these states. */
function another(states: string): string {
  return `EXISTS (SELECT 1 FROM outbox x INDEXED BY outbox_by_result
    WHERE x.result = o.result AND x.lane = o.lane AND x.kind = o.kind AND x.seq <> o.seq AND x.state IN (${states}))`;
}

/** SQL: what becomes of delivery `o`, of lane `l`, with result `r`. */
const VERDICTS: Readonly<Record<DeliveryChange, string>> = {
  cancel: `CASE WHEN o.state = 'cancelled' THEN 'already-so' WHEN o.state = 'delivered' THEN 'delivered' WHEN ${OUT} THEN 'on-its-way' ELSE 'do' END`,
  hold: `CASE WHEN o.state = 'delivered' THEN 'delivered' WHEN o.state = 'leased' THEN 'on-its-way' WHEN o.${PENDING} THEN 'do' ELSE 'already-so' END`,
  release: `CASE WHEN o.state = 'delivered' THEN 'delivered' WHEN ${OUT} THEN 'on-its-way' WHEN o.state = 'held' THEN 'do' ELSE 'already-so' END`,
  // A delivery that died may have been done again since, and with the same revision delivered twice a target has it twice.
  redrive: `CASE
    WHEN o.${PENDING} OR o.state = 'held' THEN 'not-settled'
    WHEN o.state = 'delivered' AND NOT @force THEN 'delivered'
    WHEN EXISTS (SELECT 1 FROM targets t WHERE t.id = l.target AND t.ended_at IS NOT NULL) THEN 'gone'
    WHEN o.kind IN ('result', 'result.tagged') AND r.seq IS NULL OR o.kind = 'withdrawal' AND o.withdrawn IS NULL THEN 'gone'
    WHEN o.kind LIKE 'signal.%' AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.seq = -o.result) THEN 'gone'
    WHEN r.current = 0 OR EXISTS (SELECT 1 FROM signals s WHERE s.seq = -o.result AND s.current = 0) THEN 'superseded'
    WHEN ${another("'waiting', 'leased', 'retrying', 'held'")} THEN 'waiting-already'
    WHEN NOT @force AND ${another("'delivered'")} THEN 'delivered'
    ELSE 'do' END`,
};

/** Of one revision only the latest is done again. */
const ONCE = `
  UPDATE picked SET verdict = 'waiting-already' WHERE verdict = 'do' AND EXISTS (
    SELECT 1 FROM outbox o CROSS JOIN outbox x INDEXED BY outbox_by_result
      ON x.result = o.result AND x.lane = o.lane AND x.kind = o.kind AND x.seq > o.seq
    CROSS JOIN picked later ON later.seq = x.seq AND later.verdict = 'do' WHERE o.seq = picked.seq)`;

const CHANGES: Readonly<Record<DeliveryChange, string>> = {
  cancel: `UPDATE outbox SET state = 'cancelled', reason = 'by-hand', settled_at = @now WHERE seq IN (${TO_DO})`,
  hold: `UPDATE outbox SET state = 'held', reason = 'paused' WHERE seq IN (${TO_DO})`,
  release: `UPDATE outbox SET state = ${PUT_BACK}, reason = NULL WHERE seq IN (${TO_DO})`,
  redrive: `
    INSERT INTO outbox (lane, kind, result, withdrawn, exchange, state, queued_at, redrives)
    SELECT lane, kind, result, withdrawn, exchange, 'waiting', @now, seq FROM outbox WHERE seq IN (${TO_DO}) ORDER BY seq`,
};

/** How the audit calls it. */
const OPERATIONS = {
  cancel: 'delivery.cancel',
  hold: 'delivery.hold',
  release: 'delivery.release',
  redrive: 'delivery.redrive',
} as const satisfies Record<DeliveryChange, string>;

/** Changes deliveries by hand. Synchronous; runs inside the caller's transaction. */
export class OutboxChange {
  private readonly statements: StatementCache;
  private readonly lanes: DeliveryLaneTable;
  private readonly batches: DeliveryBatchTable;
  private readonly troubles: TargetTroubleTable;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    db.exec(PICKED);
    this.statements = new StatementCache(db);
    this.lanes = new DeliveryLaneTable(db);
    this.batches = new DeliveryBatchTable(db);
    this.troubles = new TargetTroubleTable(db);
  }

  run(change: DeliveryChange, filter: DeliveryFilter, { at, force = false, dryRun = false }: ChangeHow, actor: string): Changed {
    const now = Date.parse(at);
    this.statements.prepare('DELETE FROM picked').run();
    this.pick(change, filter, { now, force: force ? 1 : 0 });
    const changed = this.changed();
    if (!dryRun) {
      this.carryOut(change, now);
      for (const target of Object.keys(changed.byTarget)) this.troubles.endIfNoneIsStuck(target, now);
      this.write(OPERATIONS[change], actor);
    }
    this.statements.prepare('DELETE FROM picked').run();
    return changed;
  }

  private pick(change: DeliveryChange, filter: DeliveryFilter, how: { readonly now: number; readonly force: number }): void {
    const { target, school } = filter;
    const lanes = this.statements.prepare<{ seq: number }>(LANES).all({ target, school });
    const sql = deliveryFilter(
      filter,
      lanes.map(({ seq }) => seq),
    );
    if (sql === undefined) return;
    const where = sql.where === '' ? '' : `WHERE ${sql.where}`;
    this.statements
      .prepare(
        `INSERT INTO picked (seq, lane, verdict) SELECT o.seq, o.lane, CASE WHEN ${IS_TASK} THEN 'task' ELSE (${VERDICTS[change]}) END ${VIEW_FROM} ${where}`,
      )
      .run({ ...sql.values, ...how });
    if (change === 'redrive') this.statements.prepare(ONCE).run();
  }

  private changed(): Changed {
    const skipped = this.statements
      .prepare<{ verdict: Skipped; count: number }>("SELECT verdict, count(*) AS count FROM picked WHERE verdict <> 'do' GROUP BY verdict")
      .all();
    const targets = this.statements
      .prepare<{ target: string; count: number }>(`
        SELECT l.target, count(*) AS count FROM picked p JOIN delivery_lanes l ON l.seq = p.lane WHERE p.verdict = 'do' GROUP BY l.target`)
      .all();
    return {
      changed: targets.reduce((sum, { count }) => sum + count, 0),
      skipped: Object.fromEntries(skipped.map(({ verdict, count }) => [verdict, count])),
      byTarget: Object.fromEntries(targets.map(({ target, count }) => [target, count])),
    };
  }

  private carryOut(change: DeliveryChange, now: number): void {
    if (change === 'hold') this.takeOut(now);
    this.statements.prepare(CHANGES[change]).run({ now });
    for (const { lane } of this.statements.prepare<{ lane: number }>("SELECT DISTINCT lane FROM picked WHERE verdict = 'do'").all()) {
      if (change === 'cancel' || change === 'hold') this.lanes.rest(lane);
      else this.lanes.wake(lane, now);
    }
  }

  /** What is held leaves its batch: the rest of it may go before, under the same id. */
  private takeOut(now: number): void {
    const batches = this.statements
      .prepare<{ lane: number; batch: number; rows: string }>(`
        SELECT lane, batch, json_group_array(seq) AS rows FROM outbox WHERE seq IN (${TO_DO}) AND batch IS NOT NULL GROUP BY batch`)
      .all();
    for (const { lane, batch, rows } of batches)
      this.batches.make(lane, JSON.parse(rows) as readonly number[], now, { parent: batch, without: 0 });
  }

  /** An entry per school and target. */
  private write(operation: string, actor: string): void {
    const lanes = this.statements
      .prepare<{ school: string; target: string; deliveries: number }>(`
        SELECT l.school, l.target, count(*) AS deliveries FROM picked p JOIN delivery_lanes l ON l.seq = p.lane
        WHERE p.verdict = 'do' GROUP BY l.seq`)
      .all();
    for (const { school, target, deliveries } of lanes) {
      this.audit.append(auditEntry(actor, operation, { school, subject: target, counts: { deliveries } }));
    }
  }
}
