import type { Database } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { Alert, DeliveryChange, DeliveryFilter, PauseScope, ResumedTarget, Settlement, TakeRequest } from '../../outbox-store.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { ErasureTaskTable } from '../rights/erasure-task-table.js';
import { DeliveryLaneTable } from './delivery-lane-table.js';
import { DeliveryPauseTable } from './delivery-pause-table.js';
import { type ChangeHow, OutboxChange } from './outbox-change.js';
import { OutboxQueue, type StoredRequest } from './outbox-queue.js';
import { OutboxSettle } from './outbox-settle.js';
import { OutboxTake } from './outbox-take.js';
import { TargetHealthTable } from './target-health-table.js';
import { TargetTroubleTable } from './target-trouble-table.js';

/** A write to the outbox. */
export type OutboxWrite =
  | { readonly kind: 'take'; readonly request: TakeRequest }
  | { readonly kind: 'renew'; readonly batch: string; readonly lease: number; readonly until: string }
  | { readonly kind: 'settle'; readonly settlement: Settlement }
  | { readonly kind: 'change'; readonly change: DeliveryChange; readonly filter: DeliveryFilter; readonly how: ChangeHow }
  | { readonly kind: 'pause'; readonly scope: PauseScope; readonly at: string | undefined }
  | { readonly kind: 'resume'; readonly target: string; readonly at: string }
  | { readonly kind: 'queue-stored'; readonly request: StoredRequest }
  | { readonly kind: 'finish-task'; readonly id: string; readonly by: string; readonly at: string }
  | { readonly kind: 'alert-sent'; readonly alert: Pick<Alert, 'id' | 'phase'>; readonly at: string };

/** Carries them out. Synchronous; runs inside the caller's transaction. */
export class OutboxTables {
  private readonly lanes: DeliveryLaneTable;
  private readonly takes: OutboxTake;
  private readonly settles: OutboxSettle;
  private readonly changes: OutboxChange;
  private readonly tasks: ErasureTaskTable;
  private readonly pauses: DeliveryPauseTable;
  private readonly queue: OutboxQueue;
  private readonly health: TargetHealthTable;
  private readonly troubles: TargetTroubleTable;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    this.lanes = new DeliveryLaneTable(db);
    this.takes = new OutboxTake(db);
    this.settles = new OutboxSettle(db, audit);
    this.changes = new OutboxChange(db, audit);
    this.tasks = new ErasureTaskTable(db, audit);
    this.pauses = new DeliveryPauseTable(db);
    this.queue = new OutboxQueue(db);
    this.health = new TargetHealthTable(db);
    this.troubles = new TargetTroubleTable(db);
  }

  apply(write: OutboxWrite, actor: string): unknown {
    switch (write.kind) {
      case 'take':
        return this.takes.take(write.request);
      case 'renew':
        return this.lanes.renew(write.batch, write.lease, Date.parse(write.until));
      case 'settle':
        return this.settles.settle(write.settlement, actor);
      case 'change':
        return this.changes.run(write.change, write.filter, write.how, actor);
      case 'pause':
        return this.pause(write.scope, write.at, actor);
      case 'resume':
        return this.resume(write.target, write.at, actor);
      case 'queue-stored':
        return this.queueStored(write.request, actor);
      case 'finish-task':
        return this.tasks.finish(write.id, write.by, write.at, actor);
      case 'alert-sent':
        return this.troubles.told(write.alert.id, write.alert.phase, Date.parse(write.at));
    }
  }

  private pause(scope: PauseScope, at: string | undefined, actor: string): boolean {
    const changed = this.pauses.set(scope, at);
    const { school, target } = scope;
    const about = { ...supplied({ school, subject: target }) };
    if (changed) this.audit.append(auditEntry(actor, at === undefined ? 'delivery.resume' : 'delivery.pause', about));
    return changed;
  }

  private resume(target: string, at: string, actor: string): ResumedTarget {
    this.health.mustBeKnown(target);
    const now = Date.parse(at);
    const released = this.health.resume(target);
    const closed = this.health.retry(target, now);
    const retried = this.lanes.hurry(target, now) || closed;
    if (released) this.troubles.end(target, 'held', now);
    if (released || retried) this.audit.append(auditEntry(actor, 'target.resume', { subject: target }));
    return { released, retried };
  }

  private queueStored(request: StoredRequest, actor: string): number {
    const deliveries = this.queue.queueStored(request);
    const { school, target, dryRun } = request;
    if (deliveries > 0 && dryRun !== true) {
      this.audit.append(auditEntry(actor, 'delivery.queue', { school, subject: target, counts: { deliveries } }));
    }
    return deliveries;
  }
}
