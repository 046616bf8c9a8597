import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';

const PENDING = "o.state IN ('waiting', 'leased', 'retrying')";
const OF_TARGET = 'FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE l.target = ?';

/** Looks at the outbox of a gateway that is at work, in its file. */
export class OutboxWatch {
  #db;

  constructor(directory) {
    this.#db = new Database(path.join(directory, 'uwlr.db'), { readonly: true });
  }

  /** How many deliveries to a target wait. */
  pending(target) {
    return this.#db.prepare(`SELECT count(*) ${OF_TARGET} AND ${PENDING}`).pluck().get(target);
  }

  /** Resolves when nothing waits for a target. */
  async drained(target, everyMs = 50) {
    const one = this.#db.prepare(`SELECT 1 ${OF_TARGET} AND ${PENDING} LIMIT 1`).pluck();
    while (one.get(target) !== undefined) await sleep(everyMs);
  }

  /** Deliveries of a target that were delivered after `since` (ms), and the moments of the first attempt and the last end of one. */
  delivered(target, since) {
    const times = this.#db
      .prepare(`
        SELECT min(a.started_at) AS first, max(a.ended_at) AS last FROM delivery_attempts a JOIN delivery_batches b ON b.seq = a.batch
        JOIN delivery_lanes l ON l.seq = b.lane WHERE l.target = ? AND a.started_at >= ?`)
      .get(target, since);
    const count = this.#db
      .prepare(`SELECT count(*) ${OF_TARGET} AND o.state = 'delivered' AND o.settled_at >= ?`)
      .pluck()
      .get(target, since);
    return { count, seconds: (times.last - times.first) / 1000 };
  }

  /** When the latest delivery of a target was settled, in ms since 1970. */
  lastSettled(target) {
    return this.#db.prepare(`SELECT o.settled_at ${OF_TARGET} ORDER BY o.seq DESC LIMIT 1`).pluck().get(target);
  }

  close() {
    this.#db.close();
  }
}
