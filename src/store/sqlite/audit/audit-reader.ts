import type { Database } from 'better-sqlite3';
import type { AuditQuery, AuditRow } from '../../audit.js';
import type { AuditHead, AuditSeal, ChainHead, SealHead } from '../../audit-chain.js';
import { headsText, type SealDraft, sealHash } from '../../audit-seal.js';
import type { Page } from '../../page-of.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { StatementCache } from '../connection/statement-cache.js';
import { auditFront, frontHash } from './audit-front.js';
import type { AuditColumns } from './audit-hash.js';
import { hex, lastSeal, type SealRow, sealHead, sealOf, sealStart } from './audit-seals.js';

/** A row as it is read, with the list of its fields. */
export type AuditRead = AuditColumns & { readonly hash: Buffer; readonly paths: string | null };

export const AUDIT_ROWS = 'SELECT a.*, f.paths FROM audit a LEFT JOIN audit_fields f ON f.hash = a.fields';

/** The last row, or where the chain begins when it has none. */
export const AUDIT_HEAD = `
  SELECT seq, hash FROM (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)
  UNION ALL SELECT seq, hash FROM audit_start LIMIT 1`;

/** Its place alone. */
export const LAST_SEQ = 'SELECT coalesce((SELECT max(seq) FROM audit), (SELECT seq FROM audit_start))';

/** Query parameters that are columns of the same name. */
const EQUAL = ['school', 'operation', 'actor', 'agreement', 'subject'] as const;

/** Reads the audit. Synchronous, in small steps. */
export class AuditReader {
  private readonly statements: StatementCache;

  constructor(private readonly db: Database) {
    this.statements = new StatementCache(db);
  }

  head(): AuditHead {
    const last = this.statements.prepare<{ readonly seq: number; readonly hash: Buffer }>(AUDIT_HEAD).get()!;
    return { seq: last.seq, hash: last.hash.toString('hex') };
  }

  lastSeal(): AuditSeal | undefined {
    return lastSeal(this.statements);
  }

  /** Fingerprint of the secret that counts; undefined: it was never replaced. */
  secret(): string | undefined {
    return this.statements.prepare<{ fingerprint: string }>('SELECT fingerprint FROM gateway_secret').get()?.fingerprint;
  }

  sealHead(): SealHead {
    return this.db.transaction(() => sealHead(this.statements))();
  }

  /** Whether a gateway that keeps the last seal outside has run on this. Goes along all of it. */
  hasRun(): boolean {
    const start = "SELECT 1 FROM audit WHERE version > 1 AND operation = 'gateway.start' LIMIT 1";
    return this.statements.prepare(start).get() !== undefined;
  }

  /** See `draftSeal`. As of one moment. */
  draft(): SealDraft | undefined {
    return this.db.transaction(() => draftSeal(this.statements))();
  }

  /**
   * The seals after the one with this number, with the hash of that one; undefined when it is not there. What a cut removed counts as there
   * only before a seal: there is one after each cut, and without one anybody may have written where the seals begin. As of one moment.
   */
  sealsSince(number: number): { readonly hash: string; readonly later: readonly AuditSeal[] } | undefined {
    return this.db.transaction(() => {
      const rows = this.statements
        .prepare<SealRow>('SELECT * FROM audit_seal_chain WHERE number >= ? ORDER BY number')
        .all(number)
        .map(sealOf);
      const start = sealStart(this.statements);
      if (start.number === number && (number === 0 || rows.length > 0)) return { hash: start.hash, later: rows };
      const [first, ...later] = rows;
      return first?.number === number ? { hash: sealHash(first), later } : undefined;
    })();
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

/**
 * The seal of all that was written since the last one, but for what the signer adds; with nothing new, a seal of nothing. Undefined: there
 * never was an entry. `at` is now.
 */
export function draftSeal(statements: StatementCache): SealDraft | undefined {
  const { seq } = statements.prepare<{ seq: number }>(`SELECT (${LAST_SEQ}) AS seq`).get()!;
  if (seq === 0) return undefined;
  const last = lastSeal(statements);
  const { number, hash } = sealHead(statements);
  const moved = statements
    .prepare<{ chain: string; seq: number; hash: Buffer }>('SELECT chain, seq, hash FROM audit_heads WHERE seq > ? ORDER BY chain')
    .all(last?.seq ?? 0);
  const heads: ChainHead[] = moved.map((row) => ({ ...row, hash: hex(row.hash) }));
  const front = sealedFront(statements);
  return { number: number + 1, previous: hash, at: new Date().toISOString(), seq, heads: headsText(heads), front };
}

/** What the next seal says of where the audit begins: what the last one said, whatever the tables hold, as only a cut changes it. */
export function sealedFront(statements: StatementCache): string {
  return lastSeal(statements)?.front ?? frontHash(auditFront(statements));
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
