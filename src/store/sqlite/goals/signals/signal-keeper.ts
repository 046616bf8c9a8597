import type { Database, Statement } from 'better-sqlite3';
import type { SignalStatus } from '../../../../model/signal.js';
import type { SignalBatch, SignalCounts, SignalRow } from '../../../goals/signal-store.js';
import type { OpenDelivery } from '../../connection/open-delivery.js';
import { LearnerTable } from '../../results/learner-table.js';
import { type SignalEvent, SignalQueue } from './signal-queue.js';

interface NewestRow {
  readonly seq: number;
  readonly revision: number;
  readonly status: SignalStatus;
  readonly party: string;
  readonly learner: number;
  readonly supplier_goal: string;
  readonly kind: string;
  readonly raised_at: number;
  readonly valid_until: number | null;
  readonly document: string;
}

/** All that a revision has besides its number: what the columns hold, in their order. */
interface Revision extends Omit<NewestRow, 'seq' | 'revision'> {
  readonly digest: string;
}

/**
 * Stores what a vendor says about signals, a row per revision. Whoever calls has judged it before; what changed since makes nothing of it
 * an error: a signal that is over stays so. Synchronous; runs inside the caller's transaction.
 */
export class SignalKeeper {
  private readonly newest: Statement<[school: string, id: string], NewestRow>;
  private readonly isKnown: Statement<[school: string, id: string, digest: string], number>;
  private readonly isSame: Statement<[one: number, other: number], number>;
  private readonly insert: Statement<unknown[]>;
  private readonly outdate: Statement<[seq: number]>;
  private readonly insertBasis: Statement<[school: string, result: string, signal: string]>;
  private readonly removeBasis: Statement<[school: string, signal: string]>;
  private readonly learners: LearnerTable;
  private readonly queue: SignalQueue;

  constructor(db: Database) {
    this.newest = db.prepare(`
      SELECT seq, revision, status, party, learner, supplier_goal, kind, raised_at, valid_until, document FROM signals
      WHERE school = ? AND id = ? AND current = 1`);
    this.isKnown = db.prepare<[string, string, string], number>('SELECT 1 FROM signals WHERE school = ? AND id = ? AND digest = ?').pluck();
    this.isSame = db
      .prepare<[number, number], number>(
        'SELECT 1 FROM learners a JOIN learners b ON b.roster_learner = a.roster_learner WHERE a.seq = ? AND b.seq = ?',
      )
      .pluck();
    this.insert = db.prepare(`
      INSERT INTO signals (school, id, revision, current, party, learner, supplier_goal, kind, status, raised_at, valid_until, exchange, digest, document)
      VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.outdate = db.prepare('UPDATE signals SET current = 0 WHERE seq = ?');
    this.insertBasis = db.prepare('INSERT INTO signal_basis (school, result, signal) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.removeBasis = db.prepare('DELETE FROM signal_basis WHERE school = ? AND signal = ?');
    this.learners = new LearnerTable(db);
    this.queue = new SignalQueue(db);
  }

  /** The learners of the signals have to be stored before. */
  store(delivery: OpenDelivery, { signals, withdrawals, targets }: SignalBatch): SignalCounts {
    const counts = { raised: 0, revised: 0, superseded: 0, withdrawn: 0, repeated: 0 };
    const events: SignalEvent[] = [];
    for (const row of signals) this.raise(delivery, row, counts, events);
    for (const id of withdrawals) {
      const newest = this.newest.get(delivery.school, id);
      if (newest === undefined || newest.status === 'withdrawn') counts.repeated += 1;
      else {
        counts.withdrawn += 1;
        events.push(this.end(delivery, id, newest, 'withdrawn', withdrawnDocument(newest.document)));
      }
    }
    this.queue.queue(delivery, targets, events);
    return counts;
  }

  private raise(delivery: OpenDelivery, row: SignalRow, counts: { -readonly [K in keyof SignalCounts]: number }, events: SignalEvent[]) {
    const { school, party } = delivery;
    const { id, supplierGoal, kind, raisedAt, validUntil, basis, supersedes, digest, document } = row;
    const newest = this.newest.get(school, id);
    const learner = this.learners.numberOf(delivery, row.learner);
    const isOver = newest !== undefined && (newest.status !== 'raised' || !this.isOf(newest, learner));
    if (isOver || this.isKnown.get(school, id, digest) !== undefined) {
      counts.repeated += 1;
      return;
    }
    const revision = {
      ...{ party, kind, digest, document, supplier_goal: supplierGoal, status: 'raised' as const },
      learner,
      raised_at: Date.parse(raisedAt),
      valid_until: validUntil === undefined ? null : Date.parse(validUntil),
    };
    events.push(this.put(delivery, id, newest, revision));
    this.removeBasis.run(school, id);
    for (const result of basis) this.insertBasis.run(school, result, id);
    if (newest === undefined) counts.raised += 1;
    else counts.revised += 1;
    const before = supersedes === undefined ? undefined : this.newest.get(school, supersedes);
    if (supersedes === undefined || before?.status !== 'raised' || !this.isOf(before, learner)) return;
    counts.superseded += 1;
    events.push(this.end(delivery, supersedes, before, 'superseded', supersededDocument(before.document, id)));
  }

  /** Whether it is of this learner: another message may have used the key for somebody else in the meantime. */
  private isOf(newest: NewestRow, learner: number): boolean {
    return newest.learner === learner || this.isSame.get(newest.learner, learner) !== undefined;
  }

  private end(delivery: OpenDelivery, id: string, newest: NewestRow, status: SignalStatus, document: string): SignalEvent {
    if (status === 'withdrawn') this.removeBasis.run(delivery.school, id);
    return this.put(delivery, id, newest, { ...newest, status, document, digest: '' });
  }

  private put({ school, exchange }: OpenDelivery, id: string, newest: NewestRow | undefined, revision: Revision): SignalEvent {
    const { party, learner, supplier_goal, kind, status, raised_at, valid_until, digest, document } = revision;
    if (newest !== undefined) this.outdate.run(newest.seq);
    const number = (newest?.revision ?? 0) + 1;
    const about = [party, learner, supplier_goal, kind, status, raised_at, valid_until];
    const { lastInsertRowid } = this.insert.run(school, id, number, ...about, exchange, digest, document);
    return { seq: Number(lastInsertRowid), id, status };
  }
}

/** What is taken back was perhaps never right: nothing is said again but which signal it was. */
function withdrawnDocument(document: string): string {
  const { party, supplierGoal, kind, raisedAt } = JSON.parse(document) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ party, supplierGoal, kind, raisedAt });
}

function supersededDocument(document: string, supersededBy: string): string {
  return JSON.stringify({ ...(JSON.parse(document) as object), supersededBy });
}
