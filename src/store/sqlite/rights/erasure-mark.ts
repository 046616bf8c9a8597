import type { Database, Statement } from 'better-sqlite3';

/** How far the erasures of a school are: goes up with each, so that what was worked out before one is not stored after it. */
export class ErasureMark {
  private readonly last: Statement<[string], number>;

  constructor(db: Database) {
    this.last = db.prepare<[string], number>('SELECT coalesce(max(seq), 0) FROM erasures WHERE school = ?').pluck();
  }

  of(school: string): number {
    return this.last.get(school) ?? 0;
  }

  /** Whether this is no longer the mark of the school. Undefined: whoever asks does not go by it. */
  isPast(school: string, mark: number | undefined): boolean {
    return mark !== undefined && mark !== this.of(school);
  }
}
