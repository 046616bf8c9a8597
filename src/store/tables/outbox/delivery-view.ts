import type { DeliveryLoss, DeliveryReason, DeliveryState, DeliveryView } from '../../outbox-store.js';
import type { Words } from '../../sql/words.js';
import { placedIdText } from '../results/result-id.js';
import { LEASED, PAUSED_BY_HAND, SCHOOL_PAUSED } from './delivery-lanes.js';
import { aheadSql, PENDING } from './outbox-rows.js';

export interface ViewRow {
  readonly seq: number;
  readonly target: string;
  readonly school: string;
  readonly kind: DeliveryView['kind'];
  readonly shown_state: DeliveryState;
  readonly shown_reason: DeliveryReason | null;
  readonly result: Uint8Array | null;
  readonly revision: number | null;
  readonly exchange: string | null;
  readonly queued_at: number;
  readonly settled_at: number | null;
  readonly shown_due: number | null;
  readonly attempts: number;
  readonly redrives: number | null;
  readonly losses: string | null;
}

/** SQL: what is called `o.state` as it is shown. What waits for its target or school is held, and what nobody has any more is retried. */
export const SHOWN_STATE = `
  CASE WHEN NOT o.${PENDING} THEN o.state
    WHEN o.state = 'leased' AND ${LEASED} THEN 'leased'
    WHEN h.held_at IS NOT NULL OR ${SCHOOL_PAUSED} OR ${PAUSED_BY_HAND} THEN 'held'
    WHEN o.state = 'leased' THEN 'retrying' ELSE o.state END`;

/** SQL: nobody but who asked the receiver may settle it, and it is kept until then. */
export const IS_TASK = "(o.kind = 'withdrawal' AND o.state = 'dead' AND o.reason = 'not-expressible')";

/** The same for a delivery, of which more is known than its state. */
export const VIEW_STATE = `CASE WHEN ${IS_TASK} THEN 'task' ELSE (${SHOWN_STATE}) END`;

export const SHOWN_REASON = `
  CASE WHEN NOT o.${PENDING} THEN o.reason
    WHEN o.state = 'leased' AND ${LEASED} THEN NULL
    WHEN h.held_at IS NOT NULL THEN 'target-held'
    WHEN ${SCHOOL_PAUSED} THEN 'school-paused'
    WHEN ${PAUSED_BY_HAND} THEN 'paused' END`;

const SHOWN_DUE = `CASE WHEN ${aheadSql('h.open_until', 'h.open_from')} AND h.open_until > l.due_at THEN h.open_until ELSE l.due_at END`;

const COLUMNS = `
  o.seq, l.target, l.school, o.kind, ${VIEW_STATE} AS shown_state, ${SHOWN_REASON} AS shown_reason, ${SHOWN_DUE} AS shown_due,
  r.id AS result, r.revision, e.id AS exchange, o.queued_at, o.settled_at, o.attempts, o.redrives, o.losses`;

/** SQL: where a filter finds its columns. */
export function viewFrom({ thenJoin }: Words): string {
  return `
    FROM outbox o ${thenJoin} delivery_lanes l ON l.seq = o.lane LEFT JOIN target_health h ON h.target = l.target
    LEFT JOIN results r ON r.seq = o.result AND o.kind IN ('result', 'result.tagged') LEFT JOIN exchanges e ON e.seq = o.exchange`;
}

/** SQL: deliveries as they are shown at `@now`; a WHERE can follow. */
export function viewSql(words: Words): string {
  return `SELECT ${COLUMNS} ${viewFrom(words)}`;
}

export function deliveryView(row: ViewRow): DeliveryView {
  const waits = row.shown_state === 'waiting' || row.shown_state === 'retrying';
  return {
    id: String(row.seq),
    target: row.target,
    school: row.school,
    kind: row.kind,
    state: row.shown_state,
    ...(row.shown_reason === null ? {} : { reason: row.shown_reason }),
    ...(row.result === null ? {} : { result: placedIdText(row.result) }),
    ...(row.revision === null ? {} : { revision: row.revision }),
    ...(row.exchange === null ? {} : { exchange: row.exchange }),
    queuedAt: instant(row.queued_at),
    ...(row.settled_at === null ? {} : { settledAt: instant(row.settled_at) }),
    ...(row.shown_due === null || !waits ? {} : { dueAt: instant(row.shown_due) }),
    attempts: row.attempts,
    ...(row.redrives === null ? {} : { redrives: String(row.redrives) }),
    losses: row.losses === null ? [] : (JSON.parse(row.losses) as readonly DeliveryLoss[]),
  };
}

export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
