import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { OutgoingContent, OutgoingItem } from '../../outbox-store.js';
import { RESULT_COLUMNS, type ResultRowColumns, resultJoins } from '../../tables/results/stored-result.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import { SignalReader } from '../goals/signals/signal-reader.js';
import { LEASED, PAUSED_BY_HAND, SCHOOL_PAUSED } from './delivery-lane-table.js';
import { aheadSql, setBackSql } from './outbox-rows.js';

interface DueRow {
  readonly target: string;
  readonly due_at: number;
}

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

/** A lane that is leased is due when the lease is over; all of a target when its circuit may be tried, and nobody tries. */
export const DUE = `
  SELECT target, max(due_at, coalesce(open_until, (SELECT l.lease_until FROM delivery_lanes l WHERE l.seq = probe_lane AND ${LEASED}), 0)) AS due_at FROM (
    SELECT l.target, min(iif(${LEASED}, l.lease_until, iif(${setBackSql('l.due_from')}, @now, l.due_at))) AS due_at,
      iif(${aheadSql('h.open_until', 'h.open_from')}, h.open_until, NULL) AS open_until,
      iif(h.open_until IS NULL, NULL, h.probe_lane) AS probe_lane
    FROM targets t CROSS JOIN delivery_lanes l INDEXED BY delivery_lanes_due ON l.target = t.id
    LEFT JOIN target_health h ON h.target = t.id
    WHERE t.ended_at IS NULL AND h.held_at IS NULL AND l.due_at IS NOT NULL AND NOT ${PAUSED_BY_HAND} AND NOT ${SCHOOL_PAUSED} GROUP BY t.id
  ) ORDER BY due_at, target`;

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

/** Reads what there is to do, and what is in it. Synchronous. */
export class OutboxReader {
  private readonly due: Statement<unknown[], DueRow>;
  private readonly items: Statement<[string], ItemRow>;
  private readonly complete: CompleteResults;
  private readonly signals: SignalReader;

  constructor(db: Database, indexes: GoalIndexes) {
    this.complete = new CompleteResults(db, indexes);
    this.due = db.prepare(DUE);
    this.items = db.prepare(ITEMS);
    this.signals = new SignalReader(db);
  }

  dueTargets(at: string): readonly { readonly target: string; readonly dueAt: string }[] {
    return this.due.all({ now: Date.parse(at) }).map(({ target, due_at }) => ({ target, dueAt: new Date(due_at).toISOString() }));
  }

  batchItems(batch: string): readonly OutgoingItem[] {
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
    const signal = kind.startsWith('signal.') ? this.signals.outgoing(-place) : undefined;
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
