import type { Database, Statement } from 'better-sqlite3';

/** Dead deliveries of what a batch brought: of the same revision, or of an earlier one. */
const MADE_GOOD = `
  SELECT old.seq FROM outbox new INDEXED BY outbox_by_batch
  CROSS JOIN outbox old INDEXED BY outbox_by_result ON old.result = new.result AND old.kind = new.kind
  WHERE new.batch = @batch AND new.state = 'delivered'
  UNION ALL
  SELECT old.seq FROM outbox new INDEXED BY outbox_by_batch
  CROSS JOIN results r ON r.seq = new.result
  CROSS JOIN results earlier INDEXED BY results_superseded ON earlier.source = r.source AND earlier.id = r.id AND earlier.current = 0 AND earlier.revision < r.revision
  CROSS JOIN outbox old INDEXED BY outbox_by_result ON old.result = earlier.seq AND old.kind = 'result'
  WHERE new.batch = @batch AND new.state = 'delivered' AND new.kind = 'result'`;

/** Finds what was dead and need not go any more. Synchronous; runs inside the caller's transaction. */
export class OutboxMadeGood {
  private readonly dead: Statement<[number], number>;
  private readonly cancel: Statement<unknown[]>;

  constructor(db: Database) {
    this.dead = db.prepare<[number], number>("SELECT 1 FROM delivery_counts WHERE lane = ? AND state = 'dead' AND rows > 0").pluck();
    // The reason stays: it tells what became of it, and there is nothing that anybody has to see to.
    this.cancel = db.prepare(`UPDATE outbox SET state = 'cancelled' WHERE state = 'dead' AND lane = @lane AND seq IN (${MADE_GOOD})`);
  }

  /** By what a batch brought. True: there was something. Few lanes have dead ones, and only those are searched. */
  by(batch: number, lane: number): boolean {
    return this.dead.get(lane) !== undefined && this.cancel.run({ batch, lane }).changes > 0;
  }
}
