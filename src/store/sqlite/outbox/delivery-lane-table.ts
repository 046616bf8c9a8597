import type { Database, Statement } from 'better-sqlite3';
import { DUE_LANE, type QueuedLane, REST_LANE, WAKE_LANE } from '../../tables/outbox/delivery-lanes.js';
import { textForSqlite } from '../sql/sqlite-words.js';

/** Lanes, for what is queued while a message is stored. Synchronous; runs inside the caller's transaction. */
export class DeliveryLaneTable {
  private readonly upsert: Statement<[QueuedLane], number>;
  private readonly wakeLane: Statement<unknown[]>;
  private readonly restLane: Statement<unknown[]>;

  constructor(db: Database) {
    this.upsert = db.prepare<[QueuedLane], number>(textForSqlite(DUE_LANE)).pluck();
    this.wakeLane = db.prepare(textForSqlite(WAKE_LANE));
    this.restLane = db.prepare(textForSqlite(REST_LANE));
  }

  /** Its number, with something to do from now on. Undefined: the target ended. */
  due(lane: QueuedLane): number | undefined {
    return this.upsert.get(lane);
  }

  /** There is something to do again. */
  wake(seq: number, now: number): void {
    this.wakeLane.run({ seq, now });
  }

  /** There may be nothing left to do. */
  rest(seq: number): void {
    this.restLane.run({ seq });
  }
}
