import type { Database } from 'better-sqlite3';
import type { Settlement, TakeRequest } from '../outbox-store.js';
import type { AuditTable } from './audit-table.js';
import { DeliveryLaneTable } from './delivery-lane-table.js';
import { OutboxSettle } from './outbox-settle.js';
import { OutboxTake } from './outbox-take.js';

/** A write to the outbox. */
export type OutboxWrite =
  | { readonly kind: 'take'; readonly request: TakeRequest }
  | { readonly kind: 'renew'; readonly batch: string; readonly lease: number; readonly until: string }
  | { readonly kind: 'settle'; readonly settlement: Settlement };

/** Carries them out. Synchronous; runs inside the caller's transaction. */
export class OutboxTables {
  private readonly lanes: DeliveryLaneTable;
  private readonly takes: OutboxTake;
  private readonly settles: OutboxSettle;

  constructor(db: Database, audit: AuditTable) {
    this.lanes = new DeliveryLaneTable(db);
    this.takes = new OutboxTake(db);
    this.settles = new OutboxSettle(db, audit);
  }

  apply(write: OutboxWrite, actor: string): unknown {
    switch (write.kind) {
      case 'take':
        return this.takes.take(write.request);
      case 'renew':
        return this.lanes.renew(write.batch, write.lease, Date.parse(write.until));
      case 'settle':
        return this.settles.settle(write.settlement, actor);
    }
  }
}
