import type { Database, Statement } from 'better-sqlite3';
import { placedIdText } from '../../tables/results/result-id.js';

/** A result or signal that a target has, or may have, in whatever revision. */
export interface SentResult {
  readonly lane: number;
  readonly target: string;
  readonly target_kind: string;
  readonly target_party: string;
  readonly ended: 0 | 1;
  /** Of its current revision, as the outbox has it: of a signal below zero. */
  readonly seq: number;
  /** Id of the result or signal. */
  readonly result: string;
  readonly revision: number;
  readonly party: string;
}

/** SQL: the receiver of delivery `o` has it, or nobody knows. What it refused, or what could not be said to it, it has not. */
export const SENT = `(o.state = 'delivered' OR (
  o.attempts > 0 AND NOT (o.state IN ('dead', 'cancelled') AND o.reason IN ('refused', 'not-expressible'))))`;

/**
 * Finds which results and signals of some learners went where. A result whose current revision is of somebody else is not among them: who has it gets
 * that revision, and to withdraw it would take that away. Synchronous; reads only.
 */
export class SentResults {
  private readonly sent: Statement<[string], Omit<SentResult, 'result'> & { readonly result: Uint8Array }>;
  private readonly signals: Statement<[string], SentResult>;

  constructor(db: Database) {
    this.sent = db.prepare(`
      SELECT l.seq AS lane, l.target, t.kind AS target_kind, t.party AS target_party, t.ended_at IS NOT NULL AS ended,
        c.seq, c.id AS result, c.revision, p.party
      FROM results c INDEXED BY results_by_learner CROSS JOIN sources p ON p.seq = c.source
      CROSS JOIN results r ON r.seq = c.seq OR (r.source = c.source AND r.id = c.id AND r.current = 0)
      CROSS JOIN outbox o INDEXED BY outbox_by_result ON o.result = r.seq AND o.kind = 'result' AND ${SENT}
      JOIN delivery_lanes l ON l.seq = o.lane JOIN targets t ON t.id = l.target
      WHERE c.learner IN (SELECT value FROM json_each(?)) AND c.current = 1
      GROUP BY l.seq, c.seq ORDER BY l.seq, min(o.seq)`);
    this.signals = db.prepare(`
      SELECT l.seq AS lane, l.target, t.kind AS target_kind, t.party AS target_party, t.ended_at IS NOT NULL AS ended,
        -c.seq AS seq, c.id AS result, c.revision, c.party
      FROM signals c JOIN signals s ON s.school = c.school AND s.id = c.id
      JOIN outbox o ON o.result = -s.seq AND o.kind LIKE 'signal.%' AND ${SENT}
      JOIN delivery_lanes l ON l.seq = o.lane JOIN targets t ON t.id = l.target
      WHERE c.learner IN (SELECT value FROM json_each(?)) AND c.current = 1
      GROUP BY l.seq, c.seq ORDER BY l.seq, min(o.seq)`);
  }

  /** `learners`: numbers of learners of results, as JSON. By lane, in the order in which they went. */
  of(learners: string): readonly SentResult[] {
    const results = this.sent.all(learners).map(({ result, ...row }) => ({ ...row, result: placedIdText(result) }));
    return [...results, ...this.signals.all(learners)];
  }
}
