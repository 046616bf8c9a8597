import { hash } from 'node:crypto';
import { EARLIER_CHAIN, GATEWAY_CHAIN } from '../../audit-chain.js';

/** The columns of a row that its hash is made of. */
export interface AuditColumns {
  readonly seq: number;
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly operation: string;
  readonly outcome: string;
  readonly school: string | null;
  readonly agreement: string | null;
  readonly exchange: string | null;
  readonly subject: string | null;
  readonly counts: string;
  readonly fields: Buffer | null;
  readonly previous: Buffer;
}

/** A row as it is kept, without the list of its fields. */
export type AuditLink = AuditColumns & { readonly hash: Buffer };

/**
 * The form of rows of a database with one writer. Another form gets another number, and those before it stay, for the rows that have them:
 * of version 1 `previous` is the row before, from version 2 on the one before it in its chain.
 */
export const AUDIT_VERSION = 2;
/**
 * The form of rows of a database with many writers: as version 2, but places only go up. A transaction that is given up leaves a place empty,
 * so that a gap says nothing: what is gone shows by `previous`, heads and seals.
 */
export const SPACED_VERSION = 3;

const VERSIONS: ReadonlySet<number> = new Set([1, AUDIT_VERSION, SPACED_VERSION]);

/** The chain that a row is in. */
export function chainOf({ version, school }: Pick<AuditColumns, 'version' | 'school'>): string {
  return version === 1 ? EARLIER_CHAIN : (school ?? GATEWAY_CHAIN);
}

/** The same in SQL, of a row of `audit`. */
export const CHAIN = "CASE version WHEN 1 THEN '' ELSE coalesce(school, '*') END";

/**
 * SHA-256 over the columns and, in `previous`, the row before: who changes a row has to make every later hash again. As a JSON array
 * each text ends where it says, so no two different rows read the same. Undefined for a version that is not known.
 */
export function auditHash(row: AuditColumns): Buffer | undefined {
  if (!VERSIONS.has(row.version)) return undefined;
  const { seq, at, actor, operation, outcome, school, agreement, exchange, subject, counts } = row;
  const ids = [school, agreement, exchange, subject];
  const fields = row.fields === null ? null : row.fields.toString('hex');
  const form = `uwlr audit ${row.version}`;
  const text = JSON.stringify([form, seq, at, actor, operation, outcome, ...ids, counts, fields, row.previous.toString('hex')]);
  return hash('sha256', text, 'buffer');
}

/** What a list of fields is kept under. */
export function fieldsHash(paths: string): Buffer {
  return hash('sha256', paths, 'buffer');
}
