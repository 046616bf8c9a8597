import type { Database, Statement } from 'better-sqlite3';
import type { OutboxStore } from '../../outbox-store.js';
import { StoreError } from '../../store-error.js';
import { bringsResult } from '../../tables/exchanges/results-of-exchange.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import { DeliveryLaneTable } from './delivery-lane-table.js';

export type StoredRequest = Parameters<OutboxStore['queueStored']>[0];

/** Takes out what a newer revision came of. Those that went out, or may have, stay: what a batch holds does not change. */
export const SUPERSEDE = `
  UPDATE outbox SET state = 'cancelled', reason = 'superseded', settled_at = @now
  WHERE lane = @lane AND state IN ('waiting', 'held') AND attempts = 0 AND seq IN (
    SELECT old.seq FROM exchanges e CROSS JOIN results new ON ${bringsResult('e', 'new')} AND new.revision > 1
    CROSS JOIN results earlier INDEXED BY results_superseded
      ON earlier.source = new.source AND earlier.id = new.id AND earlier.current = 0 AND earlier.revision < new.revision
    CROSS JOIN outbox old INDEXED BY outbox_by_result ON old.result = earlier.seq
    WHERE e.seq = @exchange AND old.lane = @lane AND old.kind IN ('result', 'result.tagged'))`;

/** Queues what a message brought. Synchronous; runs inside the transaction that stores the message. */
export class OutboxQueue {
  private readonly lanes: DeliveryLaneTable;
  private readonly queueExchange: Statement<unknown[]>;
  private readonly queueResults: Statement<unknown[]>;
  private readonly count: Statement<unknown[], number>;
  private readonly first: Statement<unknown[], string>;
  private readonly supersede: Statement<unknown[]>;

  constructor(db: Database) {
    this.lanes = new DeliveryLaneTable(db);
    // A message may hold a result twice: the later one is the current one.
    this.queueExchange = db.prepare(`
      INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
      SELECT @lane, 'result', r.seq, r.exchange, 'waiting', @now FROM exchanges e CROSS JOIN results r ON ${bringsResult('e', 'r')}
      WHERE e.seq = @exchange AND r.current = 1 ORDER BY r.seq`);
    const stored = `
      FROM sources s CROSS JOIN results r INDEXED BY results_by_source ON r.source = s.seq AND r.current = 1
      CROSS JOIN exchanges e ON e.seq = r.exchange
      WHERE s.school = @school AND s.party <> @notOf AND e.stored_at >= @since AND NOT EXISTS (
        SELECT 1 FROM outbox o INDEXED BY outbox_by_result CROSS JOIN delivery_lanes l ON l.seq = o.lane
        WHERE o.result = r.seq AND o.kind = 'result' AND l.target = @target)`;
    this.first = db.prepare<unknown[], string>(`SELECT s.party ${stored} ORDER BY r.seq LIMIT 1`).pluck();
    this.count = db.prepare<unknown[], number>(`SELECT count(*) ${stored}`).pluck();
    this.queueResults = db.prepare(`
      INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
      SELECT @lane, 'result', r.seq, r.exchange, 'waiting', @now ${stored} ORDER BY r.seq`);
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

  /** Queues what was stored before the target was there. Gives how many. Throws `StoreError('unknown')` when the target is not there, or ended. */
  queueStored({ target, school, notOf, since, at, dryRun = false }: StoredRequest): number {
    const now = Date.parse(at);
    const of = { target, school, notOf, since: since === undefined ? 0 : Date.parse(since) };
    const keysOf = this.first.get(of);
    if (dryRun) return this.count.get(of) ?? 0;
    if (keysOf === undefined) return 0;
    const lane = this.lanes.due({ target, school, keysOf, now });
    if (lane === undefined) throw new StoreError('unknown', 'targets: there is none with this id that goes on');
    return this.queueResults.run({ ...of, lane, now }).changes;
  }
}
