import type { Database, Statement } from 'better-sqlite3';
import { TargetTroubleTable } from './target-trouble-table.js';

/** What becomes of deliveries of results that are erased. Synchronous; runs inside the transaction that removes the results, before. */
export class OutboxErasure {
  private readonly cancel: Statement<unknown[], string>;
  private readonly troubles: TargetTroubleTable;

  constructor(db: Database) {
    this.troubles = new TargetTroubleTable(db);
    // Dead ones too: nobody can send them again. Those that are out may have arrived, and then are delivered all the same.
    this.cancel = db
      .prepare<unknown[], string>(`
        UPDATE outbox SET state = 'cancelled', reason = 'erased', settled_at = @now
        WHERE kind = 'result' AND state IN ('waiting', 'leased', 'retrying', 'held', 'dead')
          AND result IN (SELECT seq FROM results WHERE learner IN (SELECT value FROM json_each(@learners)))
        RETURNING (SELECT target FROM delivery_lanes WHERE seq = lane)`)
      .pluck();
  }

  /** `learners`: numbers of learners of results, as JSON. */
  erase(learners: string, at: string): void {
    const now = Date.parse(at);
    for (const target of new Set(this.cancel.all({ learners, now }))) this.troubles.endIfNoneIsStuck(target, now);
  }
}
