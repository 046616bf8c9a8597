import type { Database, Statement } from 'better-sqlite3';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { IS_TASK } from '../outbox/delivery-view.js';
import { deliverySeq } from '../outbox/outbox-rows.js';
import { TargetTroubleTable } from '../outbox/target-trouble-table.js';

interface Lane {
  readonly target: string;
  readonly school: string;
}

/** Receivers that somebody asked to erase a result. Synchronous; runs inside the caller's transaction. */
export class ErasureTaskTable {
  private readonly find: Statement<[number], Lane>;
  private readonly settle: Statement<unknown[]>;
  private readonly troubles: TargetTroubleTable;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    this.find = db.prepare(
      `SELECT l.target, l.school FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE o.seq = ? AND ${IS_TASK}`,
    );
    this.settle = db.prepare(
      "UPDATE outbox SET state = 'cancelled', reason = 'asked', settled_at = @now, settled_by = @by WHERE seq = @seq",
    );
    this.troubles = new TargetTroubleTable(db);
  }

  finish(id: string, by: string, at: string, actor: string): Lane | undefined {
    const seq = deliverySeq(id);
    const lane = seq === undefined ? undefined : this.find.get(seq);
    if (seq === undefined || lane === undefined) return undefined;
    const now = Date.parse(at);
    this.settle.run({ seq, now, by });
    this.troubles.endIfNoneIsStuck(lane.target, now);
    this.audit.append(auditEntry(actor, 'erasure.task-done', { school: lane.school, subject: lane.target, counts: { task: seq } }));
    return lane;
  }
}
