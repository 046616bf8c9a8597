import { supplied } from '../../../core/supplied.js';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { OutgoingContent, OutgoingItem } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { completeByPlace } from '../goals/complete-results.js';
import { outgoingSignals } from '../goals/signals/signal-reads.js';
import { RESULT_COLUMNS, type ResultRowColumns, resultJoins } from '../results/stored-result.js';

/** Of a result that is still here. */
interface WithContent extends ResultRowColumns {
  readonly assessment: string;
  readonly key: string | null;
  readonly sealed_key: Uint8Array | null;
  readonly sealed_id: Uint8Array | null;
  readonly roster_document: Uint8Array | null;
  readonly current: 0 | 1;
}

/** Of a delivery that is out. */
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

export const ITEMS = query<ItemRow, { readonly batch: string }>(
  ({ by }) => `
    SELECT b.seq AS delivery, b.kind, b.result AS place, b.withdrawn, ${RESULT_COLUMNS}, r.current, h.assessment, r.key, r.sealed_key,
      l.sealed_id, ${ROSTER_DOCUMENT} AS roster_document
    FROM outbox b ${by('outbox_by_batch')} LEFT JOIN results r ON r.seq = b.result AND b.kind IN ('result', 'result.tagged')
    ${resultJoins('LEFT JOIN')}
    WHERE b.batch = (SELECT seq FROM delivery_batches WHERE id = @batch) AND b.state = 'leased' ORDER BY b.seq`,
);

/** What is in a batch that is out, in order. `profiles`: see `completeResults`. Asks more than once. */
export function* batchItems(batch: string, profiles: ProfileIndex): Script<readonly OutgoingItem[]> {
  const rows = yield* all(ITEMS, { batch });
  const results = yield* completeByPlace(rows.filter(hasContent), profiles);
  const signals = yield* outgoingSignals(rows.flatMap(({ kind, place }) => (kind.startsWith('signal.') ? -place : [])));
  return rows.map((row) => {
    const result = hasContent(row) ? results.get(row.place) : undefined;
    return {
      delivery: String(row.delivery),
      kind: row.kind,
      ...(row.withdrawn === null ? {} : { sealedWithdrawn: row.withdrawn }),
      ...(hasContent(row) && result !== undefined ? { content: contentOf(row, result) } : {}),
      ...supplied({ signal: signals.get(-row.place) }),
    };
  });
}

function hasContent(row: ItemRow): row is WithContent & ItemRow {
  return row.own !== null;
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
