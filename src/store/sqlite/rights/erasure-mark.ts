import type { Database, Statement } from 'better-sqlite3';
import { ERASURE_MARK } from '../../tables/rights/erasure-mark.js';
import type { Kept } from '../connection/writer-memory.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

/** The mark of `ERASURE_MARK`, for the writer and the tables that it calls. Synchronous. */
export class ErasureMark {
  private readonly last: Statement<[{ readonly school: string }], number>;

  /** `kept`: marks by school, as the writer remembers them. */
  constructor(
    db: Database,
    private readonly kept?: Kept<number>,
  ) {
    this.last = db.prepare<[{ readonly school: string }], number>(ERASURE_MARK.text(sqliteDialect().words)).pluck();
  }

  of(school: string): number {
    const read = (): number => this.last.get({ school })!;
    return this.kept === undefined ? read() : this.kept.read(school, read);
  }

  /** Whether this is no longer the mark of the school. Undefined: the caller does not depend on it. */
  isPast(school: string, mark: number | undefined): boolean {
    return mark !== undefined && mark !== this.of(school);
  }
}
