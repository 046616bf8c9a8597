import type { Database, Statement } from 'better-sqlite3';
import type { Finding } from '../../../uwlr/finding.js';
import type { StripRecord } from '../../store.js';
import type { AuditTable } from '../audit/audit-table.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';
import { EXCHANGE_COLUMNS, type ExchangeColumns, stripColumns, type WholeExchange } from './exchange-columns.js';
import { exchangeEntry } from './exchange-entry.js';

/** Records of senders who did not prove who they are: a megabyte or some, however long strangers go on. */
export const MOST_BRIEF = 10_000;

const LAST = '';

/** Writes exchange records and strip records. Synchronous; runs inside the caller's transaction. */
export class ExchangeTables {
  private readonly insertExchange: Statement<unknown[]>;
  private readonly latest: Statement<[], number>;
  /** When the exchange that was stored last was. */
  private readonly lastStored: Kept<number>;
  private readonly moveStoredAt: Statement<[number, number]>;
  private readonly removeOldBrief: Statement<[number]>;
  private readonly findings: Statement<[number], { readonly findings: string }>;
  private readonly setFindings: Statement<[string, number, number]>;
  private readonly strips: Statement<[string | null, number, number]>;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
    memory: WriterMemory,
  ) {
    this.lastStored = memory.part(1);
    this.insertExchange = db.prepare(`
      INSERT INTO exchanges (${EXCHANGE_COLUMNS.join(', ')}, strips, strip_count, stored_at, results_before)
      VALUES (${EXCHANGE_COLUMNS.map(() => '?').join(', ')}, ?, ?, ?, coalesce((SELECT max(seq) FROM results), 0))`);
    this.latest = db.prepare<[], number>('SELECT coalesce(max(stored_at), 0) FROM exchanges').pluck();
    this.removeOldBrief = db.prepare(`
      DELETE FROM exchanges WHERE brief = 1 AND seq <= (SELECT seq FROM exchanges WHERE brief = 1 ORDER BY seq DESC LIMIT 1 OFFSET ?)`);
    this.moveStoredAt = db.prepare('UPDATE exchanges SET stored_at = max(stored_at, ?) WHERE seq = ?');
    this.findings = db.prepare('SELECT findings FROM exchanges WHERE seq = ?');
    this.setFindings = db.prepare('UPDATE exchanges SET findings = ?, finding_count = finding_count + ? WHERE seq = ?');
    this.strips = db.prepare('UPDATE exchanges SET strips = ?, strip_count = ? WHERE seq = ?');
  }

  /** Returns the `seq` of the new row. With it goes the entry in the audit, unless it is brief. */
  insert(exchange: ExchangeColumns, actor: string, fields: string | undefined, strips: readonly StripRecord[] = []): number {
    if (exchange.brief === 0) this.audit.append(exchangeEntry(exchange, actor), fields);
    const cells = EXCHANGE_COLUMNS.map((column) => exchange[column]);
    const columns = stripColumns(strips);
    const { lastInsertRowid } = this.insertExchange.run(...cells, columns.strips, columns.strip_count, this.nextStored());
    const seq = Number(lastInsertRowid);
    if (exchange.brief === 1) this.removeOldBrief.run(MOST_BRIEF);
    return seq;
  }

  /** For a transaction that took long: what it stored became visible now, not when it began. */
  storedNow(seq: number): void {
    this.moveStoredAt.run(this.nextStored(), seq);
  }

  /** What came out while the message was being stored goes before what was found in it. */
  addFindings(seq: number, added: readonly Finding[]): void {
    const kept = JSON.parse(this.findings.get(seq)?.findings ?? '[]') as readonly Finding[];
    this.setFindings.run(JSON.stringify([...added, ...kept]), added.length, seq);
  }

  /** A record that stands by itself, with what was left out of the message. */
  insertWhole({ exchange, strips, fields }: WholeExchange, actor: string): void {
    this.insert(exchange, actor, fields, strips);
  }

  /** For a message that was stored in slices: what was left out of it is known at its end. */
  setStrips(seq: number, strips: readonly StripRecord[]): void {
    const columns = stripColumns(strips);
    this.strips.run(columns.strips, columns.strip_count, seq);
  }

  /** Now. A clock that was set back must not break the order that stored_at promises. */
  private nextStored(): number {
    const last = this.lastStored.read(LAST, () => this.latest.get()!);
    const now = Date.now();
    if (now <= last) return last;
    this.lastStored.set(LAST, now);
    return now;
  }
}
