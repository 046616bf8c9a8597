import type { Database, Statement } from 'better-sqlite3';
import type { Kept } from '../connection/writer-memory.js';

/** Erased names of one school that a mark tells apart. */
const NAMES = 1_048_576;

/**
 * How far the erasures of a school are: another one after each, and after each that is lifted, so that what was worked out before is not
 * stored after it. No number comes back for another list of names: an erasure has a higher `seq` than any before it, and of one that is
 * lifted the names go.
 */
export class ErasureMark {
  private readonly last: Statement<[string, string], number>;

  /** `kept`: marks by school, as the writer remembers them. */
  constructor(
    db: Database,
    private readonly kept?: Kept<number>,
  ) {
    this.last = db
      .prepare<[string, string], number>(`
        SELECT (SELECT coalesce(max(seq), 0) FROM erasures WHERE school = ?) * ${NAMES}
          + (SELECT count(*) FROM erased_names WHERE school = ?) % ${NAMES}`)
      .pluck();
  }

  of(school: string): number {
    const read = (): number => this.last.get(school, school) ?? 0;
    return this.kept === undefined ? read() : this.kept.read(school, read);
  }

  /** Whether this is no longer the mark of the school. Undefined: the caller does not depend on it. */
  isPast(school: string, mark: number | undefined): boolean {
    return mark !== undefined && mark !== this.of(school);
  }
}
