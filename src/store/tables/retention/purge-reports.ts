import type { DataClass } from '../../../privacy/data-class.js';
import { BELIEVED, type PurgeLine, type PurgeOutcome, type PurgeReport, type PurgeScope, type SchoolTerm } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { all, first, run, type Script } from '../../sql/script.js';

/** Reports that are kept: of more than a year of days, and the last that believed its clock, by which the next one judges its own. */
const REPORTS_KEPT = 400;

interface PurgeRow {
  readonly seq: number;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: string;
  readonly held: string;
  readonly bytes_before: number;
  readonly bytes_after: number | null;
}

interface LineRow {
  readonly class: string;
  readonly school: string;
  readonly before: string;
  readonly removed: string;
  readonly bytes: number;
}

interface OfLine {
  readonly purge: number;
  readonly of: string;
  readonly school: string;
}

type OfTerm = Pick<OfLine, 'of' | 'school'>;
type Believed = { readonly believed: readonly string[] };

/** How a purge ended. */
export interface PurgeEnd {
  readonly at: string;
  readonly outcome: PurgeOutcome;
  readonly held: readonly string[];
}

const ABANDON = query(() => "UPDATE purges SET outcome = 'failed' WHERE outcome = 'running'");
const INSERT = query<{ readonly seq: number }, { readonly at: string; readonly bytes: number }>(
  () => "INSERT INTO purges (started_at, outcome, held, bytes_before) VALUES (@at, 'running', '[]', @bytes) RETURNING seq",
);
const TRIM_LINES = query<never, { readonly upTo: number }>(() => 'DELETE FROM purge_lines WHERE purge <= @upTo');
const TRIM = query<never, Believed & { readonly upTo: number }>(
  ({ inList }) => `
    DELETE FROM purges WHERE seq <= @upTo AND seq <> coalesce((SELECT max(seq) FROM purges WHERE outcome ${inList('text', 'believed')}), 0)`,
);
const LINE = query<Pick<LineRow, 'removed' | 'bytes'>, OfLine>(
  () => 'SELECT removed, bytes FROM purge_lines WHERE purge = @purge AND class = @of AND school = @school',
);
const PUT_LINE = query<never, OfLine & Pick<LineRow, 'before' | 'removed' | 'bytes'>>(
  () => `
    INSERT INTO purge_lines (purge, class, school, before, removed, bytes) VALUES (@purge, @of, @school, @before, @removed, @bytes)
    ON CONFLICT (purge, class, school) DO UPDATE SET removed = excluded.removed, bytes = excluded.bytes`,
);
const END = query<never, Omit<PurgeEnd, 'held'> & { readonly held: string; readonly bytes: number; readonly purge: number }>(
  () => 'UPDATE purges SET ended_at = @at, outcome = @outcome, held = @held, bytes_after = @bytes WHERE seq = @purge',
);
const PUT_TERM = query<never, OfTerm & { readonly days: number; readonly at: string }>(
  () => `
    INSERT INTO retention_terms (school, class, days, set_at) VALUES (@school, @of, @days, @at)
    ON CONFLICT (school, class) DO UPDATE SET days = excluded.days, set_at = excluded.set_at`,
);
const DROP_TERM = query<never, OfTerm>(() => 'DELETE FROM retention_terms WHERE school = @school AND class = @of');
const TERMS = query<{ readonly school: string; readonly class: string; readonly days: number; readonly set_at: string }>(
  () => 'SELECT school, class, days, set_at FROM retention_terms ORDER BY school, class',
);
const LATEST = query<PurgeRow, { readonly limit: number }>(() => 'SELECT * FROM purges ORDER BY seq DESC LIMIT @limit');
const ONE = query<PurgeRow, { readonly purge: number }>(() => 'SELECT * FROM purges WHERE seq = @purge');
const LINES = query<LineRow, { readonly purge: number }>(
  () => 'SELECT class, school, before, removed, bytes FROM purge_lines WHERE purge = @purge ORDER BY class, school',
);
const MOMENTS = query<{ readonly started_at: string }, Believed>(
  ({ inList }) => `SELECT started_at FROM purges WHERE outcome ${inList('text', 'believed')}`,
);
const NEWEST_MESSAGE = query<{ readonly stored_at: number | null }>(() => 'SELECT max(stored_at) AS stored_at FROM exchanges');

/** Its number. One that was under way until now ended with its process: only one can be. */
export function* beginReport(at: string, bytes: number): Script<number> {
  yield* run(ABANDON, undefined);
  const { seq } = (yield* first(INSERT, { at, bytes }))!;
  yield* run(TRIM_LINES, { upTo: seq - REPORTS_KEPT });
  yield* run(TRIM, { upTo: seq - REPORTS_KEPT, believed: BELIEVED });
  return seq;
}

/** Adds to what went of this scope. */
export function* addToReport(purge: number, scope: PurgeScope, counts: Readonly<Record<string, number>>, bytes: number): Script<void> {
  const line = { purge, of: scope.class, school: scope.school ?? '' };
  const known = yield* first(LINE, line);
  const removed = { ...(known && (JSON.parse(known.removed) as Record<string, number>)) };
  for (const [what, count] of Object.entries(counts)) removed[what] = (removed[what] ?? 0) + count;
  yield* run(PUT_LINE, { ...line, before: scope.before, removed: JSON.stringify(removed), bytes: (known?.bytes ?? 0) + bytes });
}

export function* finishReport(purge: number, { at, outcome, held }: PurgeEnd, bytes: number): Script<void> {
  yield* run(END, { at, outcome, held: JSON.stringify(held), bytes, purge });
}

export function* setTerm(school: string, of: DataClass, days: number | undefined, at: string): Script<void> {
  if (days === undefined) yield* run(DROP_TERM, { school, of });
  else yield* run(PUT_TERM, { school, of, days, at });
}

/** See `RetentionStore.knownMoment`. As instants: a clock may be in a year that no text compares with. */
export function* knownMoment(now: number): Script<string | undefined> {
  const moments = (yield* all(MOMENTS, { believed: BELIEVED })).map(({ started_at }) => Date.parse(started_at));
  const until = moments.filter((at) => at <= now);
  if (until.length > 0) return new Date(Math.max(...until)).toISOString();
  if (moments.length > 0) return new Date(now).toISOString();
  const message = (yield* first(NEWEST_MESSAGE, undefined))?.stored_at;
  return message == null ? undefined : new Date(message).toISOString();
}

export function* retentionTerms(): Script<readonly SchoolTerm[]> {
  return (yield* all(TERMS, undefined)).map(({ school, class: of, days, set_at }) => ({
    school,
    class: of as DataClass,
    days,
    setAt: set_at,
  }));
}

/** Newest first. */
export function* purgeReports(limit: number): Script<readonly PurgeReport[]> {
  const reports: PurgeReport[] = [];
  for (const row of yield* all(LATEST, { limit })) reports.push(yield* reportOf(row));
  return reports;
}

export function* purgeReport(id: number): Script<PurgeReport | undefined> {
  const row = yield* first(ONE, { purge: id });
  return row && (yield* reportOf(row));
}

function* reportOf(row: PurgeRow): Script<PurgeReport> {
  return {
    id: row.seq,
    startedAt: row.started_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    outcome: row.outcome as PurgeOutcome,
    held: JSON.parse(row.held) as string[],
    lines: (yield* all(LINES, { purge: row.seq })).map(purgeLine),
    bytesBefore: row.bytes_before,
    ...(row.bytes_after === null ? {} : { bytesAfter: row.bytes_after }),
  };
}

function purgeLine({ class: of, school, before, removed, bytes }: LineRow): PurgeLine {
  return {
    class: of as DataClass,
    ...(school === '' ? {} : { school }),
    before,
    removed: JSON.parse(removed) as Record<string, number>,
    bytes,
  };
}
