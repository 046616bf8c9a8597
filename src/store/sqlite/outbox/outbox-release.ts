import type { Database, Statement } from 'better-sqlite3';
import { DeliveryLaneTable } from './delivery-lane-table.js';
import { PUT_BACK } from './outbox-rows.js';

/** Lets go what waited for a restriction to end. Synchronous; runs inside the transaction that ends it. */
export class OutboxRelease {
  private readonly lanes: DeliveryLaneTable;
  private readonly release: Statement<unknown[], number>;

  constructor(db: Database) {
    this.lanes = new DeliveryLaneTable(db);
    this.release = db
      .prepare<unknown[], number>(`
        UPDATE outbox SET state = ${PUT_BACK}, reason = NULL
        WHERE seq IN (
          SELECT o.seq FROM delivery_lanes l INDEXED BY delivery_lanes_by_school CROSS JOIN outbox o INDEXED BY outbox_stuck ON o.lane = l.seq
          WHERE l.school = ? AND o.state IN ('held', 'dead') AND o.state = 'held' AND o.reason = 'restricted')
        RETURNING lane`)
      .pluck();
  }

  /** All of the school: whoever is still restricted is found to be so when it is to go. */
  restricted(school: string, at: string): void {
    for (const lane of new Set(this.release.all(school))) this.lanes.wake(lane, Date.parse(at));
  }
}
