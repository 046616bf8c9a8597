import type { Database, Statement } from 'better-sqlite3';
import { timeUuid } from '../../../model/time-uuid.js';
import type { AttemptOutcome, AttemptRecord } from '../../outbox-store.js';
import { PENDING, PUT_BACK } from './outbox-rows.js';

export interface BatchRow {
  readonly seq: number;
  readonly id: string;
  readonly attempts: number;
}

export interface BatchContent {
  readonly size: number;
  readonly queued_at: number;
}

/** Batches and the attempts at them. Synchronous; runs inside the caller's transaction. */
export class DeliveryBatchTable {
  private readonly insert: Statement<unknown[], number>;
  private readonly put: Statement<unknown[]>;
  private readonly raise: Statement<unknown[], BatchRow>;
  private readonly lower: Statement<unknown[]>;
  private readonly content: Statement<unknown[], BatchContent>;
  private readonly begin: Statement<unknown[]>;
  private readonly end: Statement<unknown[], number>;
  private readonly remove: Statement<unknown[], number>;
  private readonly leaseRows: Statement<unknown[]>;
  private readonly untryRows: Statement<unknown[]>;
  private readonly freeRows: Statement<unknown[]>;
  private readonly leasedRows: Statement<unknown[], number>;

  constructor(db: Database) {
    this.insert = db
      .prepare<unknown[], number>(`
        INSERT INTO delivery_batches (id, lane, parent, parent_attempts)
        VALUES (@id, @lane, @parent, (SELECT attempts FROM delivery_batches WHERE seq = @parent) - @without) RETURNING seq`)
      .pluck();
    this.put = db.prepare('UPDATE outbox SET batch = @batch WHERE seq IN (SELECT value FROM json_each(@rows))');
    this.raise = db.prepare('UPDATE delivery_batches SET attempts = attempts + 1 WHERE seq = @batch RETURNING seq, id, attempts');
    this.lower = db.prepare('UPDATE delivery_batches SET attempts = attempts - 1 WHERE seq = @batch');
    this.content = db.prepare(`SELECT count(*) AS size, min(queued_at) AS queued_at FROM outbox WHERE batch = @batch AND ${PENDING}`);
    this.begin = db.prepare('INSERT INTO delivery_attempts (batch, number, size, started_at) VALUES (@batch, @number, @size, @now)');
    this.end = db
      .prepare<unknown[], number>(`
        UPDATE delivery_attempts SET ended_at = @now, outcome = @outcome, status = @status, code = @code, words = @words
        WHERE batch = @batch AND ended_at IS NULL RETURNING size`)
      .pluck();
    this.remove = db
      .prepare<unknown[], number>('DELETE FROM delivery_attempts WHERE batch = @batch AND ended_at IS NULL RETURNING size')
      .pluck();
    this.leaseRows = db.prepare(`UPDATE outbox SET state = 'leased', attempts = attempts + 1 WHERE batch = @batch AND ${PENDING}`);
    this.untryRows = db.prepare("UPDATE outbox SET attempts = attempts - 1 WHERE batch = @batch AND state = 'leased'");
    this.freeRows = db.prepare(`UPDATE outbox SET state = ${PUT_BACK} WHERE batch = @batch AND state = 'leased'`);
    this.leasedRows = db
      .prepare<unknown[], number>("SELECT seq FROM outbox WHERE batch = @batch AND state = 'leased' ORDER BY seq")
      .pluck();
  }

  /** A new batch of these deliveries. `from`: the batch that they were in until now, and attempts at that which they had no part in. */
  make(lane: number, rows: readonly number[], now: number, from?: { readonly parent: number; readonly without: number }): number {
    const batch = this.insert.get({ id: timeUuid(now), lane, ...(from ?? { parent: null, without: 0 }) })!;
    this.put.run({ batch, rows: JSON.stringify(rows) });
    return batch;
  }

  /** Begins the next attempt at what is still to go of it. */
  try(batch: number, now: number): BatchRow & BatchContent {
    const raised = this.raise.get({ batch })!;
    const content = this.content.get({ batch })!;
    this.begin.run({ batch, number: raised.attempts, size: content.size, now });
    this.leaseRows.run({ batch });
    return { ...raised, ...content };
  }

  /** Those that are out, in order. */
  leased(batch: number): readonly number[] {
    return this.leasedRows.all({ batch });
  }

  /** Gives how many were in the attempt. */
  ended(
    batch: number,
    now: number,
    { outcome, status, code, words }: Omit<AttemptRecord, 'outcome'> & { readonly outcome: AttemptOutcome },
  ): number | undefined {
    return this.end.get({ batch, now, outcome, status: status ?? null, code: code ?? null, words: words ?? null });
  }

  /** Nothing went out: there was no attempt. Gives how many were in it. */
  untry(batch: number): number | undefined {
    const size = this.remove.get({ batch });
    this.lower.run({ batch });
    this.untryRows.run({ batch });
    return size;
  }

  /** What is out is to go again, together. */
  putBack(batch: number): number {
    return this.freeRows.run({ batch }).changes;
  }

  /** Whoever had it is gone; nobody knows what came of it. */
  interrupted(batch: number, now: number): void {
    this.ended(batch, now, { outcome: 'interrupted' });
    this.putBack(batch);
  }
}
