import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { placedIdText } from '../results/result-id.js';

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

/** Numbers of learners of results. */
interface OfLearners {
  readonly learners: readonly number[];
}

/** SQL: what is known of where `c`, a result or a signal, went. */
const WHERE_TO = `
  l.seq AS lane, l.target, t.kind AS target_kind, t.party AS target_party, CASE WHEN t.ended_at IS NOT NULL THEN 1 ELSE 0 END AS ended`;

const RESULTS = query<Omit<SentResult, 'result'> & { readonly result: Uint8Array }, OfLearners>(
  ({ by, thenJoin, inList }) => `
    SELECT ${WHERE_TO}, c.seq, c.id AS result, c.revision, p.party
    FROM results c ${by('results_by_learner')} ${thenJoin} sources p ON p.seq = c.source
    ${thenJoin} results r ON r.seq = c.seq OR (r.source = c.source AND r.id = c.id AND r.current = 0)
    ${thenJoin} outbox o ${by('outbox_by_result')} ON o.result = r.seq AND o.kind = 'result' AND ${SENT}
    JOIN delivery_lanes l ON l.seq = o.lane JOIN targets t ON t.id = l.target
    WHERE c.learner ${inList('number', 'learners')} AND c.current = 1
    GROUP BY l.seq, c.seq, t.id, p.seq ORDER BY l.seq, min(o.seq)`,
);
const SIGNALS = query<SentResult, OfLearners>(
  ({ inList }) => `
    SELECT ${WHERE_TO}, -c.seq AS seq, c.id AS result, c.revision, c.party
    FROM signals c JOIN signals s ON s.school = c.school AND s.id = c.id
    JOIN outbox o ON o.result = -s.seq AND o.kind LIKE 'signal.%' AND ${SENT}
    JOIN delivery_lanes l ON l.seq = o.lane JOIN targets t ON t.id = l.target
    WHERE c.learner ${inList('number', 'learners')} AND c.current = 1
    GROUP BY l.seq, c.seq, t.id ORDER BY l.seq, min(o.seq)`,
);

/**
 * Which results and signals of some learners went where: by lane, in the order in which they went. `learners`: their numbers. A result whose
 * current revision is of somebody else is not among them: who has it gets that revision, and to withdraw it would take that away.
 */
export function* sentResults(learners: readonly number[]): Script<readonly SentResult[]> {
  const results = yield* all(RESULTS, { learners });
  const signals = yield* all(SIGNALS, { learners });
  return [...results.map(({ result, ...row }) => ({ ...row, result: placedIdText(result) })), ...signals];
}
