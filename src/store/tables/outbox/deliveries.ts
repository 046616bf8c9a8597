import { supplied } from '../../../core/supplied.js';
import type { AttemptOutcome, DeliveryAttempt, DeliveryDetail, DeliveryFilter, DeliveryView } from '../../outbox-store.js';
import type { Page } from '../../page-of.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { family, query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';
import { type FilterValues, FOUND_BY, type FoundBy, filterOf, filterSql, LANES } from './delivery-filter.js';
import { LEASED } from './delivery-lanes.js';
import { deliveryView, instant, type ViewRow, viewSql } from './delivery-view.js';
import { deliverySeq } from './outbox-rows.js';

export interface AttemptRow {
  readonly id: string;
  readonly number: number;
  readonly size: number;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: AttemptOutcome | null;
  readonly status: number | null;
  readonly code: string | null;
  readonly words: string | null;
  /** 1: it has no end, and nobody is at it. */
  readonly lost: 0 | 1;
}

interface OfDelivery {
  readonly seq: number;
  readonly now: number;
}

/** SQL: an attempt `a` at a batch `b` of a lane `l`, as it stands at `@now`. */
export const ATTEMPT_COLUMNS = `
  b.id, a.number, a.size, a.started_at, a.ended_at, a.outcome, a.status, a.code, a.words, CASE WHEN ${LEASED} THEN 0 ELSE 1 END AS lost`;

/** A batch that was taken out of another one leads back to it. What was cancelled had no part in what its batch did after that. */
const ATTEMPTS = query<AttemptRow, OfDelivery>(
  () => `
    WITH RECURSIVE batches (seq, upto, before) AS (
      SELECT batch, CAST(NULL AS BIGINT), CASE WHEN state = 'cancelled' THEN settled_at ELSE NULL END FROM outbox WHERE seq = @seq
      UNION SELECT b.parent, b.parent_attempts, CAST(NULL AS BIGINT)
      FROM batches c JOIN delivery_batches b ON b.seq = c.seq WHERE b.parent IS NOT NULL
    )
    SELECT ${ATTEMPT_COLUMNS}
    FROM batches c JOIN delivery_batches b ON b.seq = c.seq JOIN delivery_attempts a ON a.batch = b.seq
    JOIN delivery_lanes l ON l.seq = b.lane
    WHERE a.number <= coalesce(c.upto, a.number) AND a.started_at <= coalesce(c.before, a.started_at) ORDER BY b.seq, a.number`,
);
const REDRIVES = query<{ readonly seq: number }, { readonly seq: number }>(
  () => 'SELECT seq FROM outbox WHERE redrives = @seq ORDER BY seq',
);
const ONE = query<ViewRow, OfDelivery>((words) => `${viewSql(words)} WHERE o.seq = @seq`);
const PAGE = family<FoundBy, ViewRow, FilterValues & { readonly below: number; readonly rows: number; readonly now: number }>(
  FOUND_BY,
  (how, words) => `${viewSql(words)} WHERE o.seq < @below AND ${filterSql(how, words)} ORDER BY o.seq DESC LIMIT @rows`,
);

/** What became of deliveries, newest first. Throws `StoreError('unknown')` when the cursor is not one of this list. */
export function* deliveries({
  cursor,
  limit,
  ...filter
}: DeliveryFilter & { readonly cursor?: string; readonly limit: number }): Script<Page<DeliveryView>> {
  const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : seqOf('deliveries', cursor);
  const lanes = yield* all(LANES, { target: filter.target ?? null, school: filter.school ?? null });
  const found = filterOf(
    filter,
    lanes.map(({ seq }) => seq),
  );
  if (found === undefined) return { items: [] };
  const rows = yield* all(PAGE(found.foundBy), { ...found.values, below, rows: rowsFor(limit), now: Date.now() });
  return pageOf('deliveries', rows, limit, deliveryView);
}

/** Undefined: there is no such delivery. */
export function* delivery(id: string): Script<DeliveryDetail | undefined> {
  const seq = deliverySeq(id);
  const now = Date.now();
  const row = seq === undefined ? undefined : yield* first(ONE, { seq, now });
  if (row === undefined) return undefined;
  const attempts = yield* all(ATTEMPTS, { seq: row.seq, now });
  const redrives = yield* all(REDRIVES, { seq: row.seq });
  return { ...deliveryView(row), attemptList: attempts.map(attemptOf), redrivenBy: redrives.map((one) => String(one.seq)) };
}

export function attemptOf({ id, number, size, started_at, ended_at, outcome, status, code, words, lost }: AttemptRow): DeliveryAttempt {
  const became = outcome ?? (lost === 1 ? 'interrupted' : undefined);
  return {
    batch: id,
    number,
    size,
    startedAt: instant(started_at),
    ...(ended_at === null ? {} : { endedAt: instant(ended_at) }),
    ...supplied({ outcome: became }),
    ...(status === null ? {} : { status }),
    ...(code === null ? {} : { code }),
    ...(words === null ? {} : { words }),
  };
}
