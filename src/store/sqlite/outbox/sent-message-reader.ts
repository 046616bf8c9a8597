import type { Database } from 'better-sqlite3';
import type { SentMessage, SentQuery } from '../../outbox-store.js';
import type { Page } from '../../page-of.js';
import { pageSize, rowsFor } from '../../sql/page.js';
import { StoreError } from '../../store-error.js';
import { StatementCache } from '../connection/statement-cache.js';
import { ATTEMPT_COLUMNS, type AttemptRow, attemptOf } from './delivery-reader.js';

interface SentRow extends AttemptRow {
  readonly batch: number;
  readonly target: string;
  readonly party: string;
  readonly school: string;
}

const SELECT = `
  SELECT ${ATTEMPT_COLUMNS}, a.batch, l.target, l.school, t.party
  FROM delivery_attempts a JOIN delivery_batches b ON b.seq = a.batch JOIN delivery_lanes l ON l.seq = b.lane
  JOIN targets t ON t.id = l.target`;
const ORDER = 'ORDER BY a.started_at DESC, a.batch DESC, a.number DESC';

/** Reads the messages that were sent to targets. Synchronous, in small steps. */
export class SentMessageReader {
  private readonly statements: StatementCache;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
  }

  /** Newest first. Throws `StoreError('unknown')` when the cursor is not one of this list. */
  page({ school, party, since, batch, cursor, limit }: SentQuery): Page<SentMessage> {
    const values: Record<string, unknown> = { now: Date.now(), rows: rowsFor(limit) };
    const conditions: string[] = [];
    const where = (condition: string, more: Readonly<Record<string, unknown>>): void => {
      conditions.push(condition);
      Object.assign(values, more);
    };
    if (batch !== undefined) where('b.id = @id', { id: batch });
    if (school !== undefined) where('l.school = @school', { school });
    if (party !== undefined) where('t.party = @party', { party });
    if (since !== undefined) where('a.started_at >= @since', { since: Date.parse(since) });
    if (cursor !== undefined) where('(a.started_at, a.batch, a.number) < (@started, @batch, @number)', placeOf(cursor));
    const filter = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const found = this.statements.prepare<SentRow>(`${SELECT} ${filter} ${ORDER} LIMIT @rows`).all(values);
    const kept = found.slice(0, pageSize(limit));
    const last = kept.at(-1);
    return { items: kept.map(sentMessage), ...(last === undefined || found.length === kept.length ? {} : { next: cursorAfter(last) }) };
  }
}

function sentMessage({ target, party, school, ...row }: SentRow): SentMessage {
  return { ...attemptOf(row), target, party, school };
}

function cursorAfter({ started_at, batch, number }: SentRow): string {
  return Buffer.from(`sent:${started_at}:${batch}:${number}`).toString('base64url');
}

function placeOf(cursor: string): { readonly started: number; readonly batch: number; readonly number: number } {
  const [, started, batch, number] =
    /^sent:(\d{1,15}):(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (number === undefined) throw new StoreError('unknown', 'sent messages: the cursor is not one of this list');
  return { started: Number(started), batch: Number(batch), number: Number(number) };
}
