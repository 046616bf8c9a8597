import type { Database, Statement } from 'better-sqlite3';
import { type AuditContent, type AuditEntry, checkAuditEntry } from '../../audit.js';
import { GATEWAY_CHAIN } from '../../audit-chain.js';
import { contentOf, countsText, fieldsText } from '../../tables/audit/audit-entry.js';
import { AUDIT_VERSION, auditHash } from '../../tables/audit/audit-hash.js';
import { LAST_SEQ } from '../../tables/audit/audit-reads.js';
import { FieldLists } from '../../tables/audit/field-lists.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';

const MOST_LISTS = 256;
const MOST_CHAINS = 10_000;
/** The chains have one order of entries. */
const ALL_CHAINS = '';

/** The entry that was written last, and the one that is the last of the chain. */
interface Last {
  readonly seq: number;
  readonly previous: Buffer;
}

/** Writes the audit. Synchronous; runs inside the caller's transaction: no entry without what it is about, and the other way round. */
export class AuditTable {
  private readonly last: Statement<[string], Last>;
  private readonly insert: Statement<unknown[]>;
  private readonly setHead: Statement<[string, number, Buffer]>;
  private readonly moveHead: Statement<[number, Buffer, string]>;
  private readonly keepFields: Statement<[Buffer, string]>;
  private readonly hasFields: Statement<[Buffer], number>;
  private readonly fieldLists = new FieldLists();
  /** Number of the last entry. */
  private readonly lastSeq: Kept<number>;
  /** Hash of the last entry of each chain. */
  private readonly heads: Kept<Buffer>;
  /** Hash of lists of fields that are in the database. */
  private readonly keptFields: Kept<Buffer>;

  constructor(db: Database, memory: WriterMemory) {
    this.lastSeq = memory.part(1);
    this.heads = memory.part(MOST_CHAINS);
    this.keptFields = memory.part(MOST_LISTS);
    // A chain begins after the one chain that there was before.
    this.last = db.prepare(`
      SELECT (${LAST_SEQ}) AS seq,
        coalesce((SELECT hash FROM audit_heads WHERE chain = ?), (SELECT hash FROM audit_heads WHERE chain = '')) AS previous`);
    this.insert = db.prepare(`
      INSERT INTO audit (seq, version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.setHead = db.prepare(`
      INSERT INTO audit_heads (chain, seq, hash) VALUES (?, ?, ?)
      ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`);
    this.moveHead = db.prepare('UPDATE audit_heads SET seq = ?, hash = ? WHERE chain = ?');
    this.keepFields = db.prepare('INSERT INTO audit_fields (hash, paths) VALUES (?, ?)');
    this.hasFields = db.prepare<[Buffer], number>('SELECT 1 FROM audit_fields WHERE hash = ?').pluck();
  }

  /** As `appendContent`. */
  append(entry: AuditEntry): void {
    this.appendContent(contentOf(entry), fieldsText(entry.fields));
  }

  /**
   * `fields`: the list of the entry, as `fieldsText` makes it. Throws `StoreError('failed')` for an entry without the shape that keeps texts of
   * people out.
   */
  appendContent(content: AuditContent, fields: string | undefined): void {
    checkAuditEntry(content);
    const { at, actor, operation, outcome, school, agreement, exchange, subject } = content;
    const chain = school ?? GATEWAY_CHAIN;
    const { seq: last, previous } = this.lastOf(chain);
    const seq = last + 1;
    const counts = countsText(content.counts);
    const list = this.fields(fields);
    const ids = { school, agreement, exchange, subject };
    const hash = auditHash({ seq, version: AUDIT_VERSION, at, actor, operation, outcome, ...ids, counts, fields: list, previous })!;
    this.insert.run(seq, AUDIT_VERSION, at, actor, operation, outcome, school, agreement, exchange, subject, counts, list, previous, hash);
    // Of a chain whose hash is remembered there is a row.
    if (this.heads.get(chain) === undefined) this.setHead.run(chain, seq, hash);
    else this.moveHead.run(seq, hash, chain);
    this.lastSeq.set(ALL_CHAINS, seq);
    this.heads.set(chain, hash);
  }

  private lastOf(chain: string): Last {
    const seq = this.lastSeq.get(ALL_CHAINS);
    const previous = this.heads.get(chain);
    return seq === undefined || previous === undefined ? this.last.get(chain)! : { seq, previous };
  }

  private fields(text: string | undefined): Buffer | null {
    if (text === undefined) return null;
    const kept = this.keptFields.get(text);
    if (kept !== undefined) return kept;
    const hash = this.fieldLists.hashOf(text);
    // Looked for first: to offer the whole list again costs more than the entry itself.
    if (this.hasFields.get(hash) === undefined) this.keepFields.run(hash, text);
    this.keptFields.set(text, hash);
    return hash;
  }
}
