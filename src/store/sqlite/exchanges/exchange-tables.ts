import type { Database, Statement } from 'better-sqlite3';
import type { Finding } from '../../../uwlr/finding.js';
import type { StripRecord } from '../../store.js';
import { EXCHANGE_CELL, EXCHANGE_COLUMNS, stripColumns, type WholeExchange } from '../../tables/exchanges/exchange-columns.js';
import { exchangeContent } from '../../tables/exchanges/exchange-entry.js';
import { MOST_BRIEF, REMOVE_OLD_BRIEF } from '../../tables/exchanges/insert-exchange.js';
import type { AuditTable } from '../audit/audit-table.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

const LAST = '';

/** Writes exchange records and strip records. Synchronous; runs inside the caller's transaction. */
export class ExchangeTables {
  private readonly insertExchange: Statement<unknown[]>;
  private readonly latest: Statement<[], number>;
  /** When the exchange that was stored last was. */
  private readonly lastStored: Kept<number>;
  private readonly moveStoredAt: Statement<[number, number]>;
  private readonly removeOldBrief: Statement<[{ readonly most: number }]>;
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
      INSERT INTO exchanges (${EXCHANGE_COLUMNS.join(', ')}, stored_at, results_before)
      VALUES (${EXCHANGE_COLUMNS.map(() => '?').join(', ')}, ?, coalesce((SELECT max(seq) FROM results), 0))`);
    this.latest = db.prepare<[], number>('SELECT coalesce(max(stored_at), 0) FROM exchanges').pluck();
    this.removeOldBrief = db.prepare(REMOVE_OLD_BRIEF.text(sqliteDialect().words));
    this.moveStoredAt = db.prepare('UPDATE exchanges SET stored_at = max(stored_at, ?) WHERE seq = ?');
    this.findings = db.prepare('SELECT findings FROM exchanges WHERE seq = ?');
    this.setFindings = db.prepare('UPDATE exchanges SET findings = ?, finding_count = finding_count + ? WHERE seq = ?');
    this.strips = db.prepare('UPDATE exchanges SET strips = ?, strip_count = ? WHERE seq = ?');
  }

  /** Returns the `seq` of the new row. With it goes the entry in the audit, unless it is brief. */
  insert({ exchange, fields }: WholeExchange, actor: string): number {
    const isBrief = exchange[EXCHANGE_CELL.brief] === 1;
    if (!isBrief) this.audit.appendContent(exchangeContent(exchange, actor), fields);
    const seq = Number(this.insertExchange.run(...exchange, this.nextStored()).lastInsertRowid);
    if (isBrief) this.removeOldBrief.run({ most: MOST_BRIEF });
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
