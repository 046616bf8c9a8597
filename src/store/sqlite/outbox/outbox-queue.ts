import type { Database, Statement } from 'better-sqlite3';
import { bringsResult } from '../../tables/exchanges/results-of-exchange.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import { sqliteDialect } from '../sql/sqlite-words.js';
import { DeliveryLaneTable } from './delivery-lane-table.js';

const { words } = sqliteDialect();

/** Takes out what a newer revision came of. Those that went out, or may have, stay: what a batch holds does not change. */
export const SUPERSEDE = `
  UPDATE outbox SET state = 'cancelled', reason = 'superseded', settled_at = @now
  WHERE lane = @lane AND state IN ('waiting', 'held') AND attempts = 0 AND seq IN (
    SELECT old.seq FROM exchanges e CROSS JOIN results new ON ${bringsResult('e', 'new', words)} AND new.revision > 1
    CROSS JOIN results earlier INDEXED BY results_superseded
      ON earlier.source = new.source AND earlier.id = new.id AND earlier.current = 0 AND earlier.revision < new.revision
    CROSS JOIN outbox old INDEXED BY outbox_by_result ON old.result = earlier.seq
    WHERE e.seq = @exchange AND old.lane = @lane AND old.kind IN ('result', 'result.tagged'))`;

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
      SELECT @lane, 'result', r.seq, r.exchange, 'waiting', @now FROM exchanges e CROSS JOIN results r ON ${bringsResult('e', 'r', words)}
      WHERE e.seq = @exchange AND r.current = 1 ORDER BY r.seq`);
    this.supersede = db.prepare(SUPERSEDE);
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
