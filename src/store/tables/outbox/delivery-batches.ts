import { timeUuid } from '../../../model/time-uuid.js';
import type { AttemptOutcome, AttemptRecord } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { all, first, run, type Script } from '../../sql/script.js';
import { PENDING, PUT_BACK } from './outbox-rows.js';

export interface BatchRow {
  readonly seq: number;
  readonly id: string;
  readonly attempts: number;
}

export interface BatchContent {
  readonly size: number;
  readonly queued_at: number;
}

interface OfBatch {
  readonly batch: number;
}

interface NewBatch {
  readonly id: string;
  readonly lane: number;
  readonly parent: number | null;
  readonly without: number;
}

interface EndedAttempt extends OfBatch {
  readonly now: number;
  readonly outcome: AttemptOutcome;
  readonly status: number | null;
  readonly code: string | null;
  readonly words: string | null;
}

const INSERT = query<{ readonly seq: number }, NewBatch>(
  () => `
    INSERT INTO delivery_batches (id, lane, parent, parent_attempts)
    VALUES (@id, @lane, @parent, (SELECT attempts FROM delivery_batches WHERE seq = @parent) - @without) RETURNING seq`,
);
const PUT = query<never, OfBatch & { readonly rows: readonly number[] }>(
  ({ inList }) => `UPDATE outbox SET batch = @batch WHERE seq ${inList('number', 'rows')}`,
);
const RAISE = query<BatchRow, OfBatch>(
  () => 'UPDATE delivery_batches SET attempts = attempts + 1 WHERE seq = @batch RETURNING seq, id, attempts',
);
const LOWER = query<never, OfBatch>(() => 'UPDATE delivery_batches SET attempts = attempts - 1 WHERE seq = @batch');
const CONTENT = query<BatchContent, OfBatch>(
  () => `SELECT count(*) AS size, min(queued_at) AS queued_at FROM outbox WHERE batch = @batch AND ${PENDING}`,
);
const BEGIN = query<never, OfBatch & { readonly number: number; readonly size: number; readonly now: number }>(
  () => 'INSERT INTO delivery_attempts (batch, number, size, started_at) VALUES (@batch, @number, @size, @now)',
);
const END = query<{ readonly size: number }, EndedAttempt>(
  () => `
    UPDATE delivery_attempts SET ended_at = @now, outcome = @outcome, status = @status, code = @code, words = @words
    WHERE batch = @batch AND ended_at IS NULL RETURNING size`,
);
const REMOVE = query<{ readonly size: number }, OfBatch>(
  () => 'DELETE FROM delivery_attempts WHERE batch = @batch AND ended_at IS NULL RETURNING size',
);
const LEASE_ROWS = query<never, OfBatch>(
  () => `UPDATE outbox SET state = 'leased', attempts = attempts + 1 WHERE batch = @batch AND ${PENDING}`,
);
const UNTRY_ROWS = query<never, OfBatch>(() => "UPDATE outbox SET attempts = attempts - 1 WHERE batch = @batch AND state = 'leased'");
const FREE_ROWS = query<never, OfBatch>(() => `UPDATE outbox SET state = ${PUT_BACK} WHERE batch = @batch AND state = 'leased'`);
const LEASED_ROWS = query<{ readonly seq: number }, OfBatch>(
  () => "SELECT seq FROM outbox WHERE batch = @batch AND state = 'leased' ORDER BY seq",
);

/** A new batch of these deliveries. `from`: the batch that they were in until now, and attempts at that which they had no part in. */
export function* makeBatch(
  lane: number,
  rows: readonly number[],
  now: number,
  from?: { readonly parent: number; readonly without: number },
): Script<number> {
  const { seq } = (yield* first(INSERT, { id: timeUuid(now), lane, parent: from?.parent ?? null, without: from?.without ?? 0 }))!;
  yield* run(PUT, { batch: seq, rows });
  return seq;
}

/** Begins the next attempt at what is still to go of it. */
export function* tryBatch(batch: number, now: number): Script<BatchRow & BatchContent> {
  const raised = (yield* first(RAISE, { batch }))!;
  const content = (yield* first(CONTENT, { batch }))!;
  yield* run(BEGIN, { batch, number: raised.attempts, size: content.size, now });
  yield* run(LEASE_ROWS, { batch });
  return { ...raised, ...content };
}

/** Those that are out, in order. */
export function* leasedOf(batch: number): Script<readonly number[]> {
  return (yield* all(LEASED_ROWS, { batch })).map(({ seq }) => seq);
}

/** Gives how many were in the attempt. */
export function* endAttempt(
  batch: number,
  now: number,
  { outcome, status, code, words }: Omit<AttemptRecord, 'outcome'> & { readonly outcome: AttemptOutcome },
): Script<number | undefined> {
  const ended = { batch, now, outcome, status: status ?? null, code: code ?? null, words: words ?? null };
  return (yield* first(END, ended))?.size;
}

/** Nothing went out: there was no attempt. Gives how many were in it. */
export function* undoAttempt(batch: number): Script<number | undefined> {
  const removed = yield* first(REMOVE, { batch });
  yield* run(LOWER, { batch });
  yield* run(UNTRY_ROWS, { batch });
  return removed?.size;
}

/** What is out is to go again, together. */
export function* putBack(batch: number): Script<void> {
  yield* run(FREE_ROWS, { batch });
}

/** Whoever had it is gone; nobody knows what came of it. */
export function* interruptBatch(batch: number, now: number): Script<void> {
  yield* endAttempt(batch, now, { outcome: 'interrupted' });
  yield* putBack(batch);
}
