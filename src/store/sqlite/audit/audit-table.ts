import type { Database, Statement } from 'better-sqlite3';
import { type AuditContent, type AuditEntry, checkAuditEntry, checkAuditFields } from '../../audit.js';
import { type AuditSeal, GATEWAY_CHAIN, type SealHead } from '../../audit-chain.js';
import type { SealDraft } from '../../audit-seal.js';
import { StoreError } from '../../store-error.js';
import { auditEntry, fieldsText } from '../../tables/audit/audit-entry.js';
import { StatementCache } from '../connection/statement-cache.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';
import { type AuditFront, frontAfterCut, frontHash } from './audit-front.js';
import { AUDIT_VERSION, auditHash, fieldsHash } from './audit-hash.js';
import { draftSeal, LAST_SEQ, sealedFront } from './audit-reader.js';
import { sealHead } from './audit-seals.js';

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
  private readonly statements: StatementCache;
  private readonly last: Statement<[string], Last>;
  private readonly insert: Statement<unknown[]>;
  private readonly setHead: Statement<[string, number, Buffer]>;
  private readonly moveHead: Statement<[number, Buffer, string]>;
  private readonly keepFields: Statement<[Buffer, string]>;
  private readonly hasFields: Statement<[Buffer], number>;
  /** Of lists of fields that came by, which are few: checking and hashing one is most of the work of an entry. */
  private readonly fieldLists = new Map<string, Buffer>();
  /** Number of the last entry. */
  private readonly lastSeq: Kept<number>;
  /** Hash of the last entry of each chain. */
  private readonly heads: Kept<Buffer>;
  /** Hash of lists of fields that are in the database. */
  private readonly keptFields: Kept<Buffer>;

  constructor(
    private readonly db: Database,
    memory: WriterMemory,
  ) {
    this.lastSeq = memory.part(1);
    this.heads = memory.part(MOST_CHAINS);
    this.keptFields = memory.part(MOST_LISTS);
    this.statements = new StatementCache(db);
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
    const { school = null, agreement = null, exchange = null, subject = null } = entry;
    this.appendContent({ ...entry, school, agreement, exchange, subject }, fieldsText(entry.fields));
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

  /** Keeps a seal. Throws `StoreError('duplicate')` when another one was kept, or the oldest entries were cut off, since it was drafted. */
  seal(seal: AuditSeal): SealHead {
    if (!this.isNext(seal)) throw stale();
    return this.keepSeal(seal);
  }

  /** Whether nothing was sealed or cut since a seal was drafted. */
  isNext(seal: AuditSeal, front = sealedFront(this.statements)): boolean {
    const { number, hash } = sealHead(this.statements);
    return seal.number === number + 1 && seal.previous === hash && seal.front === front;
  }

  /** The seal that a cut needs, but for what the signer adds; undefined when nothing is older than `before` (ISO instant). */
  draftCut(before: string): SealDraft | undefined {
    const front = frontAfterCut(this.statements, before);
    return front && { ...draftSeal(this.statements)!, front: frontHash(front) };
  }

  /**
   * Removes what is older than `before`, the oldest first: clocks that were set back may leave some older ones behind newer. Gives how
   * many went. `seal`: of `draftCut`; required once there are seals, so that only a holder of the key can cut.
   * Throws `StoreError('duplicate')` when something was sealed or cut since it was drafted, `StoreError('secret')` when one is needed.
   */
  cut(before: string, actor: string, seal?: AuditSeal): number {
    const front = frontAfterCut(this.statements, before);
    if (front === undefined) return 0;
    if (seal === undefined && sealHead(this.statements).number > 0)
      throw new StoreError('secret', 'audit: cutting sealed entries needs the secret');
    if (seal !== undefined) {
      if (!this.isNext(seal, frontHash(front))) throw stale();
      this.keepSeal(seal);
    }
    const first = this.db.prepare<[], number>('SELECT seq FROM audit_start').pluck().get()! + 1;
    const entries = front.start.seq - first + 1;
    // First, so that the chain never ends where it begins, and says itself that it was shortened.
    this.append(auditEntry(actor, 'audit.cut', { counts: { entries, upTo: front.start.seq } }));
    this.moveTo(front);
    return entries;
  }

  private keepSeal(seal: AuditSeal): SealHead {
    const { number, previous, at, seq, key, mac, front, heads } = seal;
    this.db
      .prepare('INSERT INTO audit_seal_chain (number, previous, at, seq, key, mac, front, heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(number, bytes(previous), at, seq, key, bytes(mac), bytes(front), heads);
    return sealHead(this.statements);
  }

  private moveTo({ start, anchors, seals }: AuditFront): void {
    this.db.prepare('UPDATE audit_start SET seq = ?, hash = ?').run(start.seq, bytes(start.hash));
    const anchor = this.db.prepare(`
      INSERT INTO audit_anchors (chain, seq, hash) VALUES (?, ?, ?)
      ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`);
    for (const { chain, seq, hash } of anchors) anchor.run(chain, seq, bytes(hash));
    this.db.prepare('DELETE FROM audit WHERE seq <= ?').run(start.seq);
    this.db.prepare('DELETE FROM audit_fields WHERE hash NOT IN (SELECT fields FROM audit WHERE fields IS NOT NULL)').run();
    if (seals.number === 0) return;
    this.db.prepare('UPDATE audit_seal_start SET number = ?, hash = ?').run(seals.number, bytes(seals.hash));
    this.db.prepare('DELETE FROM audit_seal_chain WHERE number <= ?').run(seals.number);
    // The first linked seal stood for these: they go with it.
    this.db.prepare('DELETE FROM audit_seals').run();
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
    const hash = this.fieldLists.get(text) ?? this.hashFields(text);
    // Looked for first: to offer the whole list again costs more than the entry itself.
    if (this.hasFields.get(hash) === undefined) this.keepFields.run(hash, text);
    this.keptFields.set(text, hash);
    return hash;
  }

  private hashFields(text: string): Buffer {
    if (text !== '') checkAuditFields(text.split('\n'));
    if (this.fieldLists.size >= MOST_LISTS) this.fieldLists.clear();
    const hash = fieldsHash(text);
    this.fieldLists.set(text, hash);
    return hash;
  }
}

/** Counts as JSON, by name. A name needs no quoting: `checkAuditEntry` sees to that. */
function countsText(counts: AuditContent['counts']): string {
  const names = Object.keys(counts).sort();
  return `{${names.map((name) => `"${name}":${counts[name]}`).join(',')}}`;
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function stale(): StoreError {
  return new StoreError('duplicate', 'audit: another seal was made meanwhile');
}
