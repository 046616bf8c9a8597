import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { AttemptOutcome, DeliveryAttempt, DeliveryDetail, DeliveryFilter, DeliveryView } from '../../outbox-store.js';
import type { Page } from '../../page-of.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { StatementCache } from '../connection/statement-cache.js';
import { deliveryFilter } from './delivery-filter.js';
import { LEASED } from './delivery-lane-table.js';
import { deliveryView, instant, VIEW, type ViewRow } from './delivery-view.js';
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

/** SQL: an attempt `a` at a batch `b` of a lane `l`, as it stands at `@now`. */
export const ATTEMPT_COLUMNS = `
  b.id, a.number, a.size, a.started_at, a.ended_at, a.outcome, a.status, a.code, a.words, NOT coalesce(${LEASED}, 0) AS lost`;

/** A batch that was taken out of another one leads back to it. What was cancelled had no part in what its batch did after that. */
const ATTEMPTS = `
  WITH RECURSIVE batches (seq, upto, before) AS (
    SELECT batch, NULL, iif(state = 'cancelled', settled_at, NULL) FROM outbox WHERE seq = @seq
    UNION SELECT b.parent, b.parent_attempts, NULL FROM batches c JOIN delivery_batches b ON b.seq = c.seq WHERE b.parent IS NOT NULL
  )
  SELECT ${ATTEMPT_COLUMNS}
  FROM batches c JOIN delivery_batches b ON b.seq = c.seq JOIN delivery_attempts a ON a.batch = b.seq
  JOIN delivery_lanes l ON l.seq = b.lane
  WHERE a.number <= coalesce(c.upto, a.number) AND a.started_at <= coalesce(c.before, a.started_at) ORDER BY b.seq, a.number`;

/** SQL: lanes of a target and a school, where those are given. */
export const LANES = 'SELECT seq FROM delivery_lanes WHERE (@target IS NULL OR target = @target) AND (@school IS NULL OR school = @school)';

/** Reads what became of deliveries. Synchronous, in small steps. */
export class DeliveryReader {
  private readonly statements: StatementCache;
  private readonly lanes: Statement<unknown[], number>;
  private readonly attempts: Statement<unknown[], AttemptRow>;
  private readonly redrives: Statement<[number], number>;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
    this.lanes = db.prepare<unknown[], number>(LANES).pluck();
    this.attempts = db.prepare(ATTEMPTS);
    this.redrives = db.prepare<[number], number>('SELECT seq FROM outbox WHERE redrives = ? ORDER BY seq').pluck();
  }

  /** Newest first. */
  page({ cursor, limit, ...filter }: DeliveryFilter & { readonly cursor?: string; readonly limit: number }): Page<DeliveryView> {
    const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : seqOf('deliveries', cursor);
    const sql = deliveryFilter(filter, this.lanes.all({ target: filter.target, school: filter.school }));
    if (sql === undefined) return { items: [] };
    const where = ['o.seq < @below', ...(sql.where === '' ? [] : [sql.where])].join(' AND ');
    const rows = this.statements
      .prepare<ViewRow>(`${VIEW} WHERE ${where} ORDER BY o.seq DESC LIMIT @rows`)
      .all({ ...sql.values, below, rows: rowsFor(limit), now: Date.now() });
    return pageOf('deliveries', rows, limit, deliveryView);
  }

  detail(id: string): DeliveryDetail | undefined {
    const seq = deliverySeq(id);
    const now = Date.now();
    const row = seq === undefined ? undefined : this.statements.prepare<ViewRow>(`${VIEW} WHERE o.seq = @seq`).get({ seq, now });
    if (row === undefined) return undefined;
    return {
      ...deliveryView(row),
      attemptList: this.attempts.all({ seq: row.seq, now }).map(attemptOf),
      redrivenBy: this.redrives.all(row.seq).map(String),
    };
  }
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
