import type { Database, Statement } from 'better-sqlite3';
import type { SignalStatus } from '../../../../model/signal.js';
import { SENT } from '../../../tables/outbox/sent-results.js';
import type { OpenDelivery } from '../../connection/open-delivery.js';
import { DeliveryLaneTable } from '../../outbox/delivery-lane-table.js';

/** That a signal was raised or corrected, superseded or withdrawn: the revision that says so. */
export interface SignalEvent {
  /** Number of the revision. */
  readonly seq: number;
  readonly id: string;
  readonly status: SignalStatus;
}

/** SQL: deliveries of earlier revisions of a signal in a lane. In the outbox a revision of a signal is its number, below zero. */
const EARLIER = `
  SELECT o.seq FROM signals s JOIN outbox o ON o.result = -s.seq
  WHERE s.school = @school AND s.id = @id AND s.seq < @seq AND o.lane = @lane AND o.kind LIKE 'signal.%'`;

/**
 * Queues what happens to signals. Who was never told that a signal was raised is not told that it is over. Synchronous; runs inside the
 * transaction that stores the signals.
 */
export class SignalQueue {
  private readonly lanes: DeliveryLaneTable;
  private readonly cancel: Statement<unknown[]>;
  private readonly wasTold: Statement<unknown[], number>;
  private readonly insert: Statement<unknown[]>;

  constructor(db: Database) {
    this.lanes = new DeliveryLaneTable(db);
    this.cancel = db.prepare(`
      UPDATE outbox SET state = 'cancelled', reason = 'superseded', settled_at = @now
      WHERE state IN ('waiting', 'held') AND attempts = 0 AND seq IN (${EARLIER})`);
    this.wasTold = db.prepare<unknown[], number>(`${EARLIER} AND ${SENT} LIMIT 1`).pluck();
    this.insert = db.prepare(`
      INSERT INTO outbox (lane, kind, result, exchange, state, queued_at) VALUES (@lane, @kind, -@seq, @exchange, 'waiting', @now)`);
  }

  queue({ school, party, exchange }: OpenDelivery, targets: readonly string[], events: readonly SignalEvent[]): void {
    if (events.length === 0) return;
    const now = Date.now();
    for (const target of targets) {
      const lane = this.lanes.due({ target, school, keysOf: party, now });
      if (lane === undefined) continue;
      for (const { seq, id, status } of events) {
        const of = { school, id, seq, lane };
        this.cancel.run({ ...of, now });
        if (status !== 'raised' && this.wasTold.get(of) === undefined) continue;
        this.insert.run({ lane, kind: `signal.${status}`, seq, exchange, now });
      }
      this.lanes.rest(lane);
    }
  }
}
