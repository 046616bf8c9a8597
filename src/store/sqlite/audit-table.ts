import type { Database, Statement } from 'better-sqlite3';
import { type AuditEntry, checkAuditEntry, checkAuditFields } from '../audit.js';
import type { AuditSeal } from '../audit-chain.js';
import { StoreError } from '../store-error.js';
import { auditEntry } from './audit-entry.js';
import { fieldsText } from './audit-fields.js';
import { AUDIT_VERSION, type AuditColumns, auditHash, fieldsHash } from './audit-hash.js';
import { AUDIT_HEAD } from './audit-reader.js';

const MOST_LISTS = 256;

interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Writes the audit. Synchronous; runs inside the caller's transaction: no entry without what it is about, and the other way round. */
export class AuditTable {
  private readonly head: Statement<[], Head>;
  private readonly insert: Statement<unknown[]>;
  private readonly keepFields: Statement<[Buffer, string]>;
  private readonly hasFields: Statement<[Buffer], number>;
  /** Of lists of fields that came by, which are few: checking and hashing one is most of the work of an entry. */
  private readonly fieldLists = new Map<string, Buffer>();

  constructor(private readonly db: Database) {
    this.head = db.prepare(AUDIT_HEAD);
    this.insert = db.prepare(`
      INSERT INTO audit (seq, version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.keepFields = db.prepare('INSERT INTO audit_fields (hash, paths) VALUES (?, ?)');
    this.hasFields = db.prepare<[Buffer], number>('SELECT 1 FROM audit_fields WHERE hash = ?').pluck();
  }

  /**
   * `fields`: the list of the entry, as `fieldsText` makes it. Throws `StoreError('failed')` for an entry without the shape that keeps texts of
   * people out.
   */
  append(entry: AuditEntry, fields = fieldsText(entry.fields)): void {
    checkAuditEntry(entry);
    // Read each time: another process may have written since, and a transaction that failed took its entries along.
    const { seq, hash: previous } = this.head.get()!;
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
      fields: this.fields(fields),
      previous,
    };
    const { version, at, actor, operation, outcome, school, agreement, exchange, subject } = row;
    const ids = [school, agreement, exchange, subject];
    this.insert.run(seq + 1, version, at, actor, operation, outcome, ...ids, row.counts, row.fields, previous, auditHash(row)!);
  }

  /** Throws `StoreError('unknown')` when there is no such entry, or it has another hash. */
  seal({ seq, hash, at, key, mac }: AuditSeal): void {
    const sealed = this.db
      .prepare(`
        INSERT INTO audit_seals (seq, hash, at, key, mac)
        SELECT seq, hash, ?, ?, ? FROM audit WHERE seq = ? AND hash = ?`)
      .run(at, key, Buffer.from(mac, 'hex'), seq, Buffer.from(hash, 'hex'));
    if (sealed.changes === 0) throw new StoreError('unknown', 'audit: the entry that is sealed is not there');
  }

  /** Removes what is older than `before`, the oldest first: clocks that were set back may leave some older ones behind newer. */
  cut(before: string, actor: string): number {
    const first = this.db.prepare<[], Head>('SELECT seq, hash FROM audit_start').get()!.seq + 1;
    const kept = this.db.prepare<[string], number>('SELECT seq FROM audit WHERE at >= ? ORDER BY seq LIMIT 1').pluck().get(before);
    const upTo = (kept ?? this.head.get()!.seq + 1) - 1;
    const entries = upTo - first + 1;
    if (entries < 1) return 0;
    // First, so that the chain never ends where it begins, and says itself that it was shortened.
    this.append(auditEntry(actor, 'audit.cut', { counts: { entries, upTo } }));
    this.db.prepare('UPDATE audit_start SET (seq, hash) = (SELECT seq, hash FROM audit WHERE seq = ?)').run(upTo);
    this.db.prepare('DELETE FROM audit WHERE seq <= ?').run(upTo);
    this.db.prepare('DELETE FROM audit_seals WHERE seq <= ?').run(upTo);
    this.db.prepare('DELETE FROM audit_fields WHERE hash NOT IN (SELECT fields FROM audit WHERE fields IS NOT NULL)').run();
    return entries;
  }

  private fields(text: string | undefined): Buffer | null {
    if (text === undefined) return null;
    const known = this.fieldLists.get(text) ?? this.hashFields(text);
    // Looked for first: to offer the whole list again costs more than the entry itself.
    if (this.hasFields.get(known) === undefined) this.keepFields.run(known, text);
    return known;
  }

  private hashFields(text: string): Buffer {
    if (text !== '') checkAuditFields(text.split('\n'));
    if (this.fieldLists.size >= MOST_LISTS) this.fieldLists.clear();
    const hash = fieldsHash(text);
    this.fieldLists.set(text, hash);
    return hash;
  }
}
