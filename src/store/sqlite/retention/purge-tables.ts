import type { Database, Statement } from 'better-sqlite3';
import type { DataClass } from '../../../privacy/data-class.js';
import { BELIEVED, type PurgeOutcome, type PurgeScope } from '../../retention-store.js';

/** Reports that are kept: of more than a year of days, and the last that believed its clock, by which the next one judges its own. */
const REPORTS_KEPT = 400;

interface LineRow {
  readonly removed: string;
  readonly bytes: number;
}

/** Terms of schools, and what purges removed. Synchronous; runs inside the caller's transaction. */
export class PurgeTables {
  private readonly abandon: Statement<[]>;
  private readonly insert: Statement<[string, number]>;
  private readonly trimLines: Statement<[number]>;
  private readonly trim: Statement<[number, string]>;
  private readonly line: Statement<[number, string, string], LineRow>;
  private readonly putLine: Statement<[number, string, string, string, string, number]>;
  private readonly end: Statement<[string, string, string, number, number]>;
  private readonly putTerm: Statement<[string, string, number, string]>;
  private readonly dropTerm: Statement<[string, string]>;

  constructor(db: Database) {
    this.abandon = db.prepare("UPDATE purges SET outcome = 'failed' WHERE outcome = 'running'");
    this.insert = db.prepare("INSERT INTO purges (started_at, outcome, held, bytes_before) VALUES (?, 'running', '[]', ?)");
    this.trimLines = db.prepare('DELETE FROM purge_lines WHERE purge <= ?');
    this.trim = db.prepare(`
      DELETE FROM purges WHERE seq <= ? AND seq <> coalesce(
        (SELECT max(seq) FROM purges WHERE outcome IN (SELECT value FROM json_each(?))), 0)`);
    this.line = db.prepare('SELECT removed, bytes FROM purge_lines WHERE purge = ? AND class = ? AND school = ?');
    this.putLine = db.prepare(`
      INSERT INTO purge_lines (purge, class, school, before, removed, bytes) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (purge, class, school) DO UPDATE SET removed = excluded.removed, bytes = excluded.bytes`);
    this.end = db.prepare('UPDATE purges SET ended_at = ?, outcome = ?, held = ?, bytes_after = ? WHERE seq = ?');
    this.putTerm = db.prepare(`
      INSERT INTO retention_terms (school, class, days, set_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (school, class) DO UPDATE SET days = excluded.days, set_at = excluded.set_at`);
    this.dropTerm = db.prepare('DELETE FROM retention_terms WHERE school = ? AND class = ?');
  }

  /** Its number. One that was under way until now ended with its process: only one can be. */
  begin(at: string, bytes: number): number {
    this.abandon.run();
    const id = Number(this.insert.run(at, bytes).lastInsertRowid);
    this.trimLines.run(id - REPORTS_KEPT);
    this.trim.run(id - REPORTS_KEPT, JSON.stringify(BELIEVED));
    return id;
  }

  /** Adds to what went of this scope. */
  add(purge: number, scope: PurgeScope, counts: Readonly<Record<string, number>>, bytes: number): void {
    const school = scope.school ?? '';
    const line = this.line.get(purge, scope.class, school);
    const removed = { ...(line && (JSON.parse(line.removed) as Record<string, number>)) };
    for (const [what, count] of Object.entries(counts)) removed[what] = (removed[what] ?? 0) + count;
    this.putLine.run(purge, scope.class, school, scope.before, JSON.stringify(removed), (line?.bytes ?? 0) + bytes);
  }

  finish(
    purge: number,
    end: { readonly at: string; readonly outcome: PurgeOutcome; readonly held: readonly string[] },
    bytes: number,
  ): void {
    this.end.run(end.at, end.outcome, JSON.stringify(end.held), bytes, purge);
  }

  setTerm(school: string, of: DataClass, days: number | undefined, at: string): void {
    if (days === undefined) this.dropTerm.run(school, of);
    else this.putTerm.run(school, of, days, at);
  }
}
