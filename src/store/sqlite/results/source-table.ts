import type { Database, Statement } from 'better-sqlite3';
import type { Kept } from '../connection/writer-memory.js';

/** Numbers of sources: what a vendor delivers to a school. Synchronous; runs inside the caller's transaction. */
export class SourceTable {
  private readonly find: Statement<[school: string, party: string], number>;
  private readonly insert: Statement<[school: string, party: string]>;
  private readonly irregular: Statement<[source: number], 0 | 1>;

  /** `memory`: numbers by school and party. */
  constructor(
    db: Database,
    private readonly memory: Kept<number>,
  ) {
    this.find = db.prepare<[string, string], number>('SELECT seq FROM sources WHERE school = ? AND party = ?').pluck();
    this.insert = db.prepare('INSERT INTO sources (school, party) VALUES (?, ?)');
    this.irregular = db.prepare<[number], 0 | 1>('SELECT irregular FROM sources WHERE seq = ?').pluck();
  }

  /** Undefined: none is known yet. */
  known(school: string, party: string): number | undefined {
    const name = nameOf(school, party);
    const kept = this.memory.get(name);
    if (kept !== undefined) return kept;
    const found = this.find.get(school, party);
    if (found !== undefined) this.memory.set(name, found);
    return found;
  }

  /** The number of one that is not known yet. */
  add(school: string, party: string): number {
    const number = Number(this.insert.run(school, party).lastInsertRowid);
    this.memory.set(nameOf(school, party), number);
    return number;
  }

  /**
   * True when a result of this source may be here under another place than its key leads to, or without its current revision. Then each one has to be
   * looked for.
   */
  isIrregular(source: number): boolean {
    return this.memory.read(`${source}`, () => this.irregular.get(source)!) === 1;
  }
}

function nameOf(school: string, party: string): string {
  return `${school}\0${party}`;
}
