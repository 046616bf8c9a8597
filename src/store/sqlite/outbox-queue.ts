import type { Database, Statement } from 'better-sqlite3';
import { DeliveryLaneTable } from './delivery-lane-table.js';
import type { OpenDelivery } from './open-delivery.js';

/** Queues what a message brought. Synchronous; runs inside the transaction that stores the message. */
export class OutboxQueue {
  private readonly lanes: DeliveryLaneTable;
  private readonly queueExchange: Statement<unknown[]>;
  private readonly supersede: Statement<unknown[]>;

  constructor(db: Database) {
    this.lanes = new DeliveryLaneTable(db);
    // A message may hold a result twice: the later one is the current one.
    this.queueExchange = db.prepare(`
      INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
      SELECT @lane, 'result', seq, exchange, 'waiting', @now FROM results INDEXED BY results_by_exchange
      WHERE exchange = @exchange AND current = 1 ORDER BY seq`);
    // Those that went out, or may have, stay: what a batch holds does not change.
    this.supersede = db.prepare(`
      UPDATE outbox SET state = 'cancelled', reason = 'superseded', settled_at = @now
      WHERE lane = @lane AND state IN ('waiting', 'held') AND attempts = 0 AND seq IN (
        SELECT old.seq FROM results new INDEXED BY results_by_exchange
        CROSS JOIN results earlier ON earlier.school = new.school AND earlier.id = new.id AND earlier.revision < new.revision
        CROSS JOIN outbox old INDEXED BY outbox_by_result ON old.result = earlier.seq
        WHERE new.exchange = @exchange AND new.revision > 1 AND old.lane = @lane AND old.kind = 'result')`);
  }

  /** Does nothing for a message that goes to nobody. */
  queue({ exchange, school, party, targets, results, revised }: OpenDelivery): void {
    if (results === 0) return;
    const now = Date.now();
    for (const target of targets) {
      const lane = this.lanes.due({ target, school, keysOf: party, now });
      if (lane === undefined) continue;
      if (revised > 0) this.supersede.run({ lane, exchange, now });
      this.queueExchange.run({ lane, exchange, now });
    }
  }
}
