import type { Database, Statement } from 'better-sqlite3';
import { type AuditEntry, checkAuditEntry } from '../audit.js';
import { AUDIT_VERSION, type AuditColumns, auditHash, fieldsHash } from './audit-hash.js';

interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Writes the audit. Synchronous; runs inside the caller's transaction: no entry without what it is about, and the other way round. */
export class AuditTable {
  private readonly head: Statement<[], Head>;
  private readonly start: Statement<[], Head>;
  private readonly insert: Statement<[AuditColumns & { readonly hash: Buffer }]>;
  private readonly keepFields: Statement<[Buffer, string]>;

  constructor(db: Database) {
    this.head = db.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
    this.start = db.prepare('SELECT seq, hash FROM audit_start');
    this.insert = db.prepare(`
      INSERT INTO audit (seq, version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash)
      VALUES (@seq, @version, @at, @actor, @operation, @outcome, @school, @agreement, @exchange, @subject, @counts, @fields, @previous, @hash)`);
    this.keepFields = db.prepare('INSERT INTO audit_fields (hash, paths) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING');
  }

  /** Throws `StoreError('failed')` for an entry without the shape that keeps texts of people out. */
  append(entry: AuditEntry): void {
    checkAuditEntry(entry);
    // Read each time: another process may have written since, and a transaction that failed took its entries along.
    const { seq, hash: previous } = this.head.get() ?? this.start.get()!;
    const row: AuditColumns = {
      seq: seq + 1,
      version: AUDIT_VERSION,
      at: entry.at,
      actor: entry.actor,
      operation: entry.operation,
      outcome: entry.outcome,
      school: entry.school ?? null,
      agreement: entry.agreement ?? null,
      exchange: entry.exchange ?? null,
      subject: entry.subject ?? null,
      counts: JSON.stringify(Object.fromEntries(Object.entries(entry.counts).sort(([one], [other]) => (one < other ? -1 : 1)))),
      fields: this.fields(entry.fields),
      previous,
    };
    this.insert.run({ ...row, hash: auditHash(row)! });
  }

  private fields(paths: readonly string[] | undefined): Buffer | null {
    if (paths === undefined) return null;
    const text = paths.join('\n');
    const id = fieldsHash(text);
    this.keepFields.run(id, text);
    return id;
  }
}
