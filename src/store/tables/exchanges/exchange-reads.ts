import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { family, query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';
import type { ExchangeActivity, ExchangeQuery, Page, StoredExchange } from '../../store.js';
import { EXCHANGE_COLUMNS, type ExchangeColumns, type StripColumns, storedExchange } from './exchange-columns.js';
import { firstSince } from './first-since.js';

/** With nanoseconds as text: a number would round them, and every other number should stay a number. */
interface ExchangeRow extends Omit<ExchangeColumns, 'created_at_ns'>, Pick<StripColumns, 'strips'> {
  readonly seq: number;
  readonly created_ns: string | null;
}

interface ActivityRow {
  readonly operation: string;
  readonly party: string | null;
  readonly agreement: string | null;
  readonly count: number;
  readonly last: string;
}

interface PageValues extends Pick<ExchangeQuery, 'school' | 'party' | 'outcome' | 'since'> {
  readonly from?: number;
  readonly before?: number;
  readonly limit: number;
}

const SELECT = `
  SELECT seq, ${EXCHANGE_COLUMNS.filter((name) => name !== 'created_at_ns').join(', ')}, CAST(created_at_ns AS TEXT) AS created_ns FROM exchanges`;

/** What a list of exchanges is asked for: one word of each. `rare`: by an outcome that few have. */
const ASKED = [
  ['', 'rare', 'outcome'],
  ['', 'school'],
  ['', 'party'],
  ['', 'since'],
  ['', 'before'],
] as const;

const SHAPES = ASKED.reduce<readonly string[]>((shapes, words) => shapes.flatMap((shape) => words.map((word) => `${shape} ${word}`)), ['']);

/**
 * Newest first, in the order in which they were stored. What is looked for is found soonest by a rare outcome, else in its school, else with its
 * party.
 */
const PAGE = family<string, ExchangeRow, PageValues>(SHAPES, (shape, { aside }) => {
  const asked = new Set(shape.split(' '));
  const conditions: string[] = [];
  // In the words of the index `exchanges_by_outcome`, or SQLite does not know that it may use it.
  if (asked.has('rare')) conditions.push("outcome = @outcome AND outcome <> 'accepted'");
  if (asked.has('outcome')) conditions.push(`${aside('outcome')} = @outcome`);
  if (asked.has('school')) conditions.push(`${asked.has('rare') ? aside('school') : 'school'} = @school`);
  if (asked.has('party')) conditions.push(`${asked.has('rare') || asked.has('school') ? aside('party') : 'party'} = @party`);
  // Nothing is stored before it came in: that says from which row on to look.
  if (asked.has('since')) conditions.push(`seq >= @from AND ${aside('received_at')} >= @since`);
  if (asked.has('before')) conditions.push('seq < @before');
  return `${SELECT} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY seq DESC LIMIT @limit`;
});
const ONE = query<ExchangeRow, { readonly id: string }>(() => `${SELECT} WHERE id = @id`);
const FIRST_OF_ALL = query<{ readonly seq: number }, { readonly instant: number }>(
  () => 'SELECT seq FROM exchanges WHERE stored_at >= @instant ORDER BY stored_at, seq LIMIT 1',
);
const ACTIVITY = query<ActivityRow, { readonly school: string }>(
  () => `
    SELECT operation, party, agreement, count(*) AS count, max(received_at) AS last FROM exchanges
    WHERE school = @school AND outcome <> 'refused' GROUP BY operation, party, agreement ORDER BY operation, party NULLS FIRST, agreement NULLS FIRST`,
);

/** Newest first, in the order in which they were stored. Asks more than once. */
export function* exchangePage({ cursor, limit, ...asked }: ExchangeQuery): Script<Page<StoredExchange>> {
  const { school, party, outcome, since } = asked;
  const from = since === undefined ? undefined : yield* placeSince(school, Date.parse(since));
  const before = cursor === undefined ? undefined : seqOf('exchanges', cursor);
  const byOutcome = outcome === undefined ? '' : outcome === 'accepted' ? 'outcome' : 'rare';
  const shape = [
    '',
    byOutcome,
    school === undefined ? '' : 'school',
    party === undefined ? '' : 'party',
    from === undefined ? '' : 'since',
    before === undefined ? '' : 'before',
  ].join(' ');
  const values = { ...asked, ...(from !== undefined && { from }), ...(before !== undefined && { before }), limit: rowsFor(limit) };
  return pageOf('exchanges', yield* all(PAGE(shape), values), limit, stored);
}

export function* exchangeWith(id: string): Script<StoredExchange | undefined> {
  const row = yield* first(ONE, { id });
  return row && stored(row);
}

/** What was refused is not counted: nothing moved. */
export function* exchangeActivity(school: string): Script<readonly ExchangeActivity[]> {
  const rows = yield* all(ACTIVITY, { school });
  return rows.map(({ party, agreement, ...row }) => ({
    ...row,
    ...(party !== null && { party }),
    ...(agreement !== null && { agreement }),
  }));
}

/** Where what was stored at an instant or later begins. Over all schools that needs one order of all that is stored. */
function* placeSince(school: string | undefined, instant: number): Script<number> {
  if (Number.isNaN(instant)) return Number.MAX_SAFE_INTEGER;
  const found = school === undefined ? yield* first(FIRST_OF_ALL, { instant }) : yield* firstSince(school, instant);
  return found?.seq ?? Number.MAX_SAFE_INTEGER;
}

function stored(row: ExchangeRow): StoredExchange {
  return storedExchange({ ...row, created_at_ns: row.created_ns === null ? null : BigInt(row.created_ns) });
}
