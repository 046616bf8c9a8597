import type { SentMessage, SentQuery } from '../../outbox-store.js';
import type { Page } from '../../page-of.js';
import { pageSize, rowsFor } from '../../sql/page.js';
import { family } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { ATTEMPT_COLUMNS, type AttemptRow, attemptOf } from './deliveries.js';

interface SentRow extends AttemptRow {
  readonly batch: number;
  readonly target: string;
  readonly party: string;
  readonly school: string;
}

interface Place {
  readonly started: number;
  readonly batch: number;
  readonly number: number;
}

interface SentValues extends Place {
  readonly now: number;
  readonly rows: number;
  readonly id: string | null;
  readonly school: string | null;
  readonly party: string | null;
  readonly since: number;
}

/** Before everything else in the list. */
const START: Place = { started: Number.MAX_SAFE_INTEGER, batch: 0, number: 0 };

/** Of one batch, or all of them: then along the index of attempts by their start, whatever is asked of the lanes and targets that join them. */
const SENT = family<'batch' | 'all', SentRow, SentValues>(
  ['batch', 'all'],
  (of) => `
    SELECT ${ATTEMPT_COLUMNS}, a.batch, l.target, l.school, t.party
    FROM delivery_attempts a JOIN delivery_batches b ON b.seq = a.batch LEFT JOIN delivery_lanes l ON l.seq = b.lane
    LEFT JOIN targets t ON t.id = l.target
    WHERE ${of === 'batch' ? 'b.id = @id AND ' : ''}a.started_at >= @since AND (a.started_at, a.batch, a.number) < (@started, @batch, @number)
      AND (CAST(@school AS TEXT) IS NULL OR l.school = @school) AND (CAST(@party AS TEXT) IS NULL OR t.party = @party)
    ORDER BY a.started_at DESC, a.batch DESC, a.number DESC LIMIT @rows`,
);

/** Messages that were sent to targets, newest first. Throws `StoreError('unknown')` when the cursor is not one of this list. */
export function* sentMessages({ school, party, since, batch, cursor, limit }: SentQuery): Script<Page<SentMessage>> {
  const found = yield* all(SENT(batch === undefined ? 'all' : 'batch'), {
    ...(cursor === undefined ? START : placeOf(cursor)),
    now: Date.now(),
    rows: rowsFor(limit),
    id: batch ?? null,
    school: school ?? null,
    party: party ?? null,
    since: since === undefined ? 0 : Date.parse(since),
  });
  const kept = found.slice(0, pageSize(limit));
  const last = kept.at(-1);
  return { items: kept.map(sentMessage), ...(last === undefined || found.length === kept.length ? {} : { next: cursorAfter(last) }) };
}

function sentMessage({ target, party, school, ...row }: SentRow): SentMessage {
  return { ...attemptOf(row), target, party, school };
}

function cursorAfter({ started_at, batch, number }: SentRow): string {
  return Buffer.from(`sent:${started_at}:${batch}:${number}`).toString('base64url');
}

function placeOf(cursor: string): Place {
  const [, started, batch, number] =
    /^sent:(\d{1,15}):(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (number === undefined) throw new StoreError('unknown', 'sent messages: the cursor is not one of this list');
  return { started: Number(started), batch: Number(batch), number: Number(number) };
}
