import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../store-error.js';
import { type Cells, LEARNER_CELLS, unsealed } from './cells.js';
import type { OpenDelivery } from './open-delivery.js';

/** The vault of learners. Synchronous; runs inside the caller's transaction. */
export class LearnerTable {
  private readonly upsert: Statement<unknown[]>;
  private readonly find: Statement<[school: string, alias: string], number>;

  constructor(db: Database) {
    // The ECK iD follows its source: it changes when a pupil gets another BSN. The sealed key is the same key under
    // other bytes each time, so the first one stays and nothing is rewritten for it.
    this.upsert = db.prepare(`
      INSERT INTO learners (school, alias, eck_id, sealed_id) VALUES (?, ?, ?, ?)
      ON CONFLICT (school, alias) DO UPDATE SET
        eck_id = coalesce(excluded.eck_id, eck_id),
        sealed_id = coalesce(sealed_id, excluded.sealed_id)
      WHERE (excluded.eck_id IS NOT NULL AND excluded.eck_id IS NOT eck_id)
        OR (sealed_id IS NULL AND excluded.sealed_id IS NOT NULL)`);
    this.find = db.prepare<[string, string], number>('SELECT seq FROM learners WHERE school = ? AND alias = ?').pluck();
  }

  store(delivery: OpenDelivery, cells: Cells): void {
    for (let at = 0; at < cells.length; at += LEARNER_CELLS) {
      this.upsert.run(delivery.school, cells[at], cells[at + 1], unsealed(cells[at + 2]));
    }
  }

  /** The number of a learner of the delivery's school. Throws `StoreError('unknown')` for one that was never stored. */
  numberOf(delivery: OpenDelivery, alias: string): number {
    const known = delivery.learners.get(alias);
    if (known !== undefined) return known;
    const found = this.find.get(delivery.school, alias);
    if (found === undefined) throw new StoreError('unknown', 'results: a result is of a learner that is not known');
    delivery.learners.set(alias, found);
    return found;
  }
}
