import type { Database, Statement } from 'better-sqlite3';
import { Kept } from '../connection/writer-memory.js';

/** SQL: the sources of a school, as results name theirs. `school` is an SQL expression. */
export function sourcesOf(school: string): string {
  return `(SELECT seq FROM sources WHERE school = ${school})`;
}

/** Numbers of sources: what a vendor delivers to a school. Synchronous; runs inside the caller's transaction. */
export class SourceTable {
  private readonly find: Statement<[school: string, party: string], number>;
  private readonly insert: Statement<[school: string, party: string]>;

  /** `memory`: numbers by school and party. */
  constructor(
    db: Database,
    private readonly memory = new Kept<number>(0),
  ) {
    this.find = db.prepare<[string, string], number>('SELECT seq FROM sources WHERE school = ? AND party = ?').pluck();
    this.insert = db.prepare('INSERT INTO sources (school, party) VALUES (?, ?)');
  }

  /** Undefined: none is known yet. */
  known(school: string, party: string): number | undefined {
    return this.memory.get(nameOf(school, party)) ?? this.find.get(school, party);
  }

  /** The number of this source, which is stored if it is new. */
  numberOf(school: string, party: string): number {
    const look = (): number => this.find.get(school, party) ?? Number(this.insert.run(school, party).lastInsertRowid);
    return this.memory.read(nameOf(school, party), look);
  }
}

function nameOf(school: string, party: string): string {
  return `${school}\0${party}`;
}
