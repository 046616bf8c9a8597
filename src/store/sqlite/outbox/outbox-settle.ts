import type { Database, Statement } from 'better-sqlite3';
import type { AuditOutcome } from '../../audit.js';
import type { DeliveryLoss, HoldReason, ItemOutcome, Settlement, Verdict } from '../../outbox-store.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import { settleDisclosure } from '../../tables/rights/disclosures.js';
import type { AuditTable } from '../audit/audit-table.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { DeliveryBatchTable } from './delivery-batch-table.js';
import { DeliveryLaneTable, type LaneRow } from './delivery-lane-table.js';
import { deliverySeq } from './outbox-rows.js';
import { TargetHealthTable } from './target-health-table.js';
import { TargetTroubleTable } from './target-trouble-table.js';

/** When a batch comes again of which not one delivery got anywhere, though it was answered. Milliseconds. */
const NO_PROGRESS_MS = 60_000;

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

/** Numbers by what became of deliveries, as the audit has them. */
type Counts = Record<string, number>;

/** What a verdict leaves of a batch. */
interface Settled {
  readonly counts: Counts;
  /** When its lane is due again, if anything is left to go. */
  readonly dueAt: number;
  readonly outcome: AuditOutcome;
}

/** A batch that is out: its lane, and the deliveries of it that nobody took out meanwhile. */
interface Out {
  readonly lane: LaneRow;
  readonly batch: number;
  readonly rows: readonly number[];
  /** How many there were when it was taken. */
  readonly size: number;
  readonly now: number;
  /** False: nothing went out. */
  readonly tried: boolean;
}

/** Deliveries of a batch that the same came of: in nearly every batch, of all of them. */
interface Alike {
  readonly state: ItemOutcome['kind'];
  readonly word: string;
  readonly reason: string | null;
  readonly losses: string | null;
  readonly rows: number[];
}

/** Writes down what came of batches. Synchronous; runs inside the caller's transaction. */
export class OutboxSettle {
  private readonly lanes: DeliveryLaneTable;
  private readonly batches: DeliveryBatchTable;
  private readonly health: TargetHealthTable;
  private readonly troubles: TargetTroubleTable;
  private readonly madeGood: OutboxMadeGood;
  private readonly scripts: ScriptRunner;
  private readonly settleRows: Statement<unknown[]>;
  private readonly settleBatch: Statement<unknown[]>;
  private readonly putAside: Statement<unknown[]>;
  private readonly endRows: Statement<unknown[]>;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    this.lanes = new DeliveryLaneTable(db);
    this.batches = new DeliveryBatchTable(db);
    this.health = new TargetHealthTable(db);
    this.troubles = new TargetTroubleTable(db);
    this.madeGood = new OutboxMadeGood(db);
    this.scripts = new ScriptRunner(db);
    // What was cancelled while it was out may have been delivered all the same, and that is what counts.
    this.settleRows = db.prepare(`
      UPDATE outbox SET state = @state, reason = @reason, settled_at = @now, losses = @losses
      WHERE seq IN (SELECT value FROM json_each(@rows)) AND +batch = @batch AND (state = 'leased' OR (@state = 'delivered' AND state = 'cancelled'))`);
    this.settleBatch = db.prepare(`
      UPDATE outbox SET state = 'dead', reason = @reason, settled_at = @now WHERE batch = @batch AND state = 'leased'`);
    this.putAside = db.prepare(`
      UPDATE outbox SET state = @state, reason = @reason, attempts = attempts - @untried
      WHERE seq IN (SELECT value FROM json_each(@rows))`);
    this.endRows = db.prepare(`
      UPDATE outbox SET state = 'cancelled', reason = 'target-ended', settled_at = @now
      WHERE lane = @lane AND state IN ('waiting', 'leased', 'retrying')
        AND EXISTS (SELECT 1 FROM targets WHERE id = @target AND ended_at IS NOT NULL)`);
  }

  /** False: somebody else has the lane by now, or nobody. */
  settle({ batch: id, lease, at, attempt, verdict, departure }: Settlement, actor: string): boolean {
    const lane = this.lanes.held(id, lease);
    if (lane === undefined || lane.batch === null) return false;
    if (departure !== undefined) this.scripts.run(settleDisclosure(departure));
    const now = Date.parse(at);
    const { seq, target, school, batch } = lane;
    const size = attempt === undefined ? this.batches.untry(batch) : this.batches.ended(batch, now, attempt);
    const rows = this.batches.leased(batch);
    const out: Out = { lane, batch, rows, size: size ?? rows.length, now, tried: attempt !== undefined };
    const { counts, dueAt, outcome } = this.carryOut(out, verdict);
    if ((counts.refused ?? 0) + (counts.tooOld ?? 0) + (counts.notExpressible ?? 0) > 0) this.troubles.start(target, 'refused', now);
    if ((counts.delivered ?? 0) > 0 && this.madeGood.by(batch, seq)) this.troubles.endIfNoneIsStuck(target, now);
    this.batches.putBack(batch);
    this.endRows.run({ lane: seq, target, now });
    this.health.probeOver(target, seq);
    this.lanes.release({ seq, now, dueAt, delivered: (counts.delivered ?? 0) > 0 });
    this.audit.append(auditEntry(actor, 'result.deliver', { outcome, school, subject: target, counts }));
    return true;
  }

  private carryOut(out: Out, verdict: Verdict): Settled {
    switch (verdict.kind) {
      case 'answered':
        return this.answered(out, verdict.items);
      case 'retry':
        return this.retry(out, verdict);
      case 'split':
        return this.split(out);
      case 'hold':
        return this.hold(out, verdict.reason);
    }
  }

  private answered(out: Out, items: ReadonlyMap<string, ItemOutcome>): Settled {
    const { now, lane, tried } = out;
    const counts: Counts = {};
    const held: number[] = [];
    const deferred: number[] = [];
    const alike = new Map<string, Alike>();
    for (const [id, outcome] of items) {
      const seq = deliverySeq(id);
      if (seq === undefined) continue;
      const aside = outcome.kind === 'held' ? held : outcome.kind === 'deferred' ? deferred : undefined;
      if (aside === undefined) addTo(alike, outcome, seq);
      else if (out.rows.includes(seq)) aside.push(seq);
    }
    for (const one of alike.values()) {
      const settled = this.settleAlike(out, one);
      if (settled > 0) counts[one.word] = (counts[one.word] ?? 0) + settled;
    }
    this.setAside(out, held, 'held', 'restricted');
    this.setAside(out, deferred, 'waiting', null);
    if (tried) this.isWell(lane.target, now);
    this.health.refused(lane.target, counts.refused ?? 0, (counts.delivered ?? 0) > 0);
    const moved = out.rows.length === 0 || Object.keys(counts).length > 0 || held.length > 0;
    return {
      counts: { ...counts, ...(held.length > 0 && { held: held.length }), ...(deferred.length > 0 && { deferred: deferred.length }) },
      dueAt: moved ? now : now + NO_PROGRESS_MS,
      outcome: 'done',
    };
  }

  /** Gives how many there were. */
  private settleAlike({ batch, now }: Out, { state, reason, losses, rows }: Alike): number {
    return this.settleRows.run({ batch, now, state, reason, losses, rows: JSON.stringify(rows) }).changes;
  }

  /** Takes deliveries out of the batch, into one of their own, that leads back to it: what they were part of so far is not forgotten. */
  private setAside(
    { lane, batch, now, tried }: Out,
    rows: readonly number[],
    state: 'held' | 'waiting',
    reason: 'restricted' | null,
  ): void {
    if (rows.length === 0) return;
    this.batches.make(lane.seq, rows, now, { parent: batch, without: tried ? 1 : 0 });
    this.putAside.run({ rows: JSON.stringify(rows), state, reason, untried: tried ? 1 : 0 });
  }

  private retry(out: Out, { at, tooOld, openUntil, afterFailures = 0 }: Extract<Verdict, { kind: 'retry' }>): Settled {
    const { lane, batch, now, tried, rows } = out;
    if (tooOld === true) this.settleBatch.run({ batch, reason: 'too-old', now });
    const failures = tried ? this.health.failed(lane.target) : afterFailures;
    if (openUntil !== undefined && failures >= afterFailures && this.health.open(lane.target, Date.parse(openUntil), now)) {
      this.troubles.start(lane.target, 'failing', now);
    }
    return { counts: { [tooOld === true ? 'tooOld' : 'retried']: rows.length }, dueAt: Date.parse(at), outcome: 'failed' };
  }

  /**
   * The target is there, and says that it is what is in the message. One that is alone only as the others were cancelled meanwhile need not
   * be the culprit: it goes again by itself.
   */
  private split({ lane, batch, rows, size, now }: Out): Settled {
    this.isWell(lane.target, now);
    if (size < 2) {
      const { changes } = this.settleBatch.run({ batch, reason: 'refused', now });
      this.health.refused(lane.target, changes, false);
      return { counts: { refused: changes }, dueAt: now, outcome: 'refused' };
    }
    const half = Math.ceil(rows.length / 2);
    this.batches.putBack(batch);
    for (const part of [rows.slice(0, half), rows.slice(half)]) {
      if (part.length > 0) this.batches.make(lane.seq, part, now, { parent: batch, without: 0 });
    }
    return { counts: { split: rows.length }, dueAt: now, outcome: 'refused' };
  }

  private hold({ lane, rows, now }: Out, reason: HoldReason): Settled {
    if (this.health.hold(lane.target, reason, now)) this.troubles.start(lane.target, 'held', now, reason);
    return { counts: { retried: rows.length }, dueAt: now, outcome: 'failed' };
  }

  private isWell(target: string, now: number): void {
    if (this.health.answered(target, now)) this.troubles.end(target, 'failing', now);
  }
}

function lossesText(losses: readonly DeliveryLoss[] | undefined): string | null {
  return losses === undefined || losses.length === 0 ? null : JSON.stringify(losses);
}

function wordOf(outcome: ItemOutcome): string {
  if (outcome.kind !== 'dead') return outcome.kind;
  return { refused: 'refused', 'too-old': 'tooOld', 'not-expressible': 'notExpressible' }[outcome.reason];
}

function addTo(alike: Map<string, Alike>, outcome: ItemOutcome, seq: number): void {
  const reason = 'reason' in outcome ? outcome.reason : null;
  const losses = 'losses' in outcome ? lossesText(outcome.losses) : null;
  const key = `${outcome.kind} ${reason} ${losses}`;
  const known = alike.get(key);
  if (known !== undefined) known.rows.push(seq);
  else alike.set(key, { state: outcome.kind, word: wordOf(outcome), reason, losses, rows: [seq] });
}

/** Finds what was dead and need not go any more. Synchronous; runs inside the caller's transaction. */
class OutboxMadeGood {
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
