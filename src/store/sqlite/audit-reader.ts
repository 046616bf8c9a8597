import type { Database } from 'better-sqlite3';
import type { AuditQuery, AuditRow } from '../audit.js';
import type { AuditHead, AuditSeal } from '../audit-chain.js';
import type { Page } from '../page-of.js';
import type { AuditColumns } from './audit-hash.js';
import { type SealRow, sealOf } from './audit-seals.js';
import { seqOf } from './cursor.js';
import { pageOf, rowsFor } from './page.js';
import { StatementCache } from './statement-cache.js';

/** A row as it is read, with the list of its fields. */
export type AuditRead = AuditColumns & { readonly hash: Buffer; readonly paths: string | null };

export const AUDIT_ROWS = 'SELECT a.*, f.paths FROM audit a LEFT JOIN audit_fields f ON f.hash = a.fields';

/** The last row, or where the chain begins when it has none. */
export const AUDIT_HEAD = `
  SELECT seq, hash FROM (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)
  UNION ALL SELECT seq, hash FROM audit_start LIMIT 1`;

/** Query parameters that are columns of the same name. */
const EQUAL = ['school', 'operation', 'actor', 'agreement', 'subject'] as const;

/** Reads the audit. Synchronous, in small steps. */
export class AuditReader {
  private readonly statements: StatementCache;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
  }

  head(): AuditHead {
    const last = this.statements.prepare<{ readonly seq: number; readonly hash: Buffer }>(AUDIT_HEAD).get()!;
    return { seq: last.seq, hash: last.hash.toString('hex') };
  }

  lastSeal(): AuditSeal | undefined {
    const row = this.statements.prepare<SealRow>('SELECT * FROM audit_seals ORDER BY number DESC LIMIT 1').get();
    return row && sealOf(row);
  }

  page(query: AuditQuery): Page<AuditRow> {
    const parameters: unknown[] = [];
    const conditions: string[] = [];
    const where = (condition: string, value: unknown): void => {
      conditions.push(condition);
      parameters.push(value);
    };
    for (const name of EQUAL) if (query[name] !== undefined) where(`a.${name} = ?`, query[name]);
    if (query.since !== undefined) where('a.at >= ?', new Date(query.since).toISOString());
    if (query.until !== undefined) where('a.at < ?', new Date(query.until).toISOString());
    const [next, order] = query.oldestFirst ? ['>', 'ASC'] : ['<', 'DESC'];
    if (query.cursor !== undefined) where(`a.seq ${next} ?`, seqOf('audit', query.cursor));
    const filter = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const sql = `${AUDIT_ROWS} ${filter} ORDER BY a.seq ${order} LIMIT ?`;
    const rows = this.statements.prepare<AuditRead>(sql).all(...parameters, rowsFor(query.limit));
    return pageOf('audit', rows, query.limit, auditRowOf);
  }
}

export function auditRowOf(row: AuditRead): AuditRow {
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
