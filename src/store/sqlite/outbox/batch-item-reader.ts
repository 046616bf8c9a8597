import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { OutgoingContent, OutgoingItem } from '../../outbox-store.js';
import { outgoingSignal } from '../../tables/goals/signals/signal-reads.js';
import { RESULT_COLUMNS, type ResultRowColumns, resultJoins } from '../../tables/results/stored-result.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';

interface WithContent extends ResultRowColumns {
  readonly assessment: string;
  readonly key: string | null;
  readonly sealed_key: Uint8Array | null;
  readonly sealed_id: Uint8Array | null;
  readonly roster_document: Uint8Array | null;
  readonly current: 0 | 1;
}

type ItemRow = (WithContent | { readonly own: null }) & {
  readonly delivery: number;
  /** Number of the result; below zero that of the revision of a signal. */
  readonly place: number;
  readonly kind: OutgoingItem['kind'];
  readonly withdrawn: Uint8Array | null;
};

/** The roster's own word on a learner: of the newest school year that has them. */
const ROSTER_DOCUMENT = `(
  SELECT document FROM roster_objects x
  WHERE x.school = o.school AND x.kind = 'learner' AND x.id = l.roster_learner ORDER BY school_year DESC LIMIT 1)`;

export const ITEMS = `
  SELECT b.seq AS delivery, b.kind, b.result AS place, b.withdrawn, ${RESULT_COLUMNS}, r.current, h.assessment, r.key, r.sealed_key,
    l.sealed_id, ${ROSTER_DOCUMENT} AS roster_document
  FROM outbox b INDEXED BY outbox_by_batch LEFT JOIN results r ON r.seq = b.result AND b.kind IN ('result', 'result.tagged')
  ${resultJoins('LEFT JOIN')}
  WHERE b.batch = (SELECT seq FROM delivery_batches WHERE id = ?) AND b.state = 'leased' ORDER BY b.seq`;

/** Reads what is in a batch that is out. Synchronous. */
export class BatchItemReader {
  private readonly items: Statement<[string], ItemRow>;
  private readonly complete: CompleteResults;
  private readonly scripts: ScriptRunner;

  constructor(db: Database, indexes: GoalIndexes) {
    this.complete = new CompleteResults(db, indexes);
    this.items = db.prepare(ITEMS);
    this.scripts = new ScriptRunner(db);
  }

  of(batch: string): readonly OutgoingItem[] {
    const read = this.complete.reading();
    return this.items.all(batch).map((row) => ({
      delivery: String(row.delivery),
      kind: row.kind,
      ...(row.withdrawn === null ? {} : { sealedWithdrawn: row.withdrawn }),
      ...(row.own === null ? {} : { content: contentOf(row, read(row)) }),
      ...this.signalOf(row),
    }));
  }

  private signalOf({ kind, place }: ItemRow): Pick<OutgoingItem, 'signal'> {
    const signal = kind.startsWith('signal.') ? this.scripts.run(outgoingSignal(-place)) : undefined;
    return supplied({ signal });
  }
}

function contentOf(row: WithContent, result: OutgoingContent['result']): OutgoingContent {
  return {
    result,
    assessment: row.assessment,
    ...(row.key === null ? {} : { key: row.key }),
    ...(row.sealed_key === null ? {} : { sealedKey: row.sealed_key }),
    ...(row.sealed_id === null ? {} : { sealedId: row.sealed_id }),
    ...(row.roster_document === null ? {} : { rosterDocument: row.roster_document }),
    current: row.current === 1,
  };
}
