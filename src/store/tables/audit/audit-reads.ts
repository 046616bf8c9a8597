import type { AuditQuery, AuditRow } from '../../audit.js';
import type { AuditHead, AuditSeal } from '../../audit-chain.js';
import { sealHash } from '../../audit-seal.js';
import type { Page } from '../../page-of.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { family, query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';
import type { AuditColumns } from './audit-hash.js';
import { lastSeal, type SealRow, sealOf, sealStart } from './audit-seals.js';

/** A row as it is read, with the list of its fields. */
export type AuditRead = AuditColumns & { readonly hash: Buffer; readonly paths: string | null };

/** Place of the last row, or of where the chain begins when it has none: an expression of SQL. */
export const LAST_SEQ = 'SELECT coalesce((SELECT max(seq) FROM audit), (SELECT seq FROM audit_start))';

const HEAD = query<{ readonly seq: number; readonly hash: Buffer }>(
  () => `
    SELECT seq, hash FROM (
      SELECT 0 AS nth, seq, hash FROM (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1) l
      UNION ALL SELECT 1 AS nth, seq, hash FROM audit_start) h
    ORDER BY nth LIMIT 1`,
);
const STARTED = query<{ readonly found: number }>(
  () => "SELECT 1 AS found FROM audit WHERE version > 1 AND operation = 'gateway.start' LIMIT 1",
);
const SEALS_FROM = query<SealRow, { readonly number: number }>(
  () => 'SELECT * FROM audit_seal_chain WHERE number >= @number ORDER BY number',
);

/** Parameters of a list that are columns of the same name, which no index leads to; null: any. */
const EQUAL = ['operation', 'actor', 'agreement', 'subject'] as const;
/** Before and after every instant. */
const [EVER, NEVER] = ['', '~'];

interface PageValues extends Readonly<Record<(typeof EQUAL)[number], string | null>> {
  readonly school: string | undefined;
  readonly since: string;
  readonly until: string;
  readonly after: number;
  readonly limit: number;
}

const PAGE = family<'newest' | 'oldest' | 'newest of school' | 'oldest of school', AuditRead, PageValues>(
  ['newest', 'oldest', 'newest of school', 'oldest of school'],
  (shape) => {
    const [next, order] = shape.startsWith('oldest') ? ['>', 'ASC'] : ['<', 'DESC'];
    const conditions = EQUAL.map((name) => `(CAST(@${name} AS TEXT) IS NULL OR a.${name} = CAST(@${name} AS TEXT))`);
    if (shape.endsWith('of school')) conditions.unshift('a.school = @school');
    return `
      SELECT a.*, f.paths FROM audit a LEFT JOIN audit_fields f ON f.hash = a.fields
      WHERE a.seq ${next} @after AND a.at >= @since AND a.at < @until AND ${conditions.join(' AND ')}
      ORDER BY a.seq ${order} LIMIT @limit`;
  },
);

export function* auditHead(): Script<AuditHead> {
  const { seq, hash } = (yield* first(HEAD, undefined))!;
  return { seq, hash: hash.toString('hex') };
}

/** Whether a gateway that keeps the last seal outside has run on this. Goes along all of it. */
export function* hasRun(): Script<boolean> {
  return (yield* first(STARTED, undefined)) !== undefined;
}

/** Whether an entry was written since the last seal. */
export function* hasUnsealed(): Script<boolean> {
  return (yield* auditHead()).seq !== ((yield* lastSeal())?.seq ?? 0);
}

/**
 * The seals after the one with this number, with the hash of that one; undefined when it is not there. What a cut removed counts as there
 * only before a seal: there is one after each cut, and without one anybody may have written where the seals begin. To be read as of one moment.
 */
export function* sealsSince(number: number): Script<{ readonly hash: string; readonly later: readonly AuditSeal[] } | undefined> {
  const seals = (yield* all(SEALS_FROM, { number })).map(sealOf);
  const start = yield* sealStart();
  if (start.number === number && (number === 0 || seals.length > 0)) return { hash: start.hash, later: seals };
  const [at, ...later] = seals;
  return at?.number === number ? { hash: sealHash(at), later } : undefined;
}

export function* auditPage(asked: AuditQuery): Script<Page<AuditRow>> {
  const { school, operation = null, actor = null, agreement = null, subject = null, since, until, oldestFirst, cursor, limit } = asked;
  const order = oldestFirst ? 'oldest' : 'newest';
  const rows = yield* all(PAGE(school === undefined ? order : `${order} of school`), {
    ...{ school, operation, actor, agreement, subject },
    since: since === undefined ? EVER : new Date(since).toISOString(),
    until: until === undefined ? NEVER : new Date(until).toISOString(),
    after: cursor === undefined ? (oldestFirst ? -1 : Number.MAX_SAFE_INTEGER) : seqOf('audit', cursor),
    limit: rowsFor(limit),
  });
  return pageOf('audit', rows, limit, auditRowOf);
}

function auditRowOf(row: AuditRead): AuditRow {
  const { seq, at, actor, operation, outcome, school, agreement, exchange, subject, counts, paths, hash } = row;
  return {
    seq,
    at,
    actor,
    operation,
    outcome: outcome as AuditRow['outcome'],
    ...(school !== null && { school }),
    ...(agreement !== null && { agreement }),
    ...(exchange !== null && { exchange }),
    ...(subject !== null && { subject }),
    counts: JSON.parse(counts) as AuditRow['counts'],
    ...(paths !== null && { fields: paths === '' ? [] : paths.split('\n') }),
    hash: hash.toString('hex'),
  };
}
