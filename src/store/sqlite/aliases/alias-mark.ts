import type { Database, Statement } from 'better-sqlite3';

/**
 * How far the names of the learners of a school are: another one whenever a name has come to stand for somebody else, or for nobody. Names are
 * given with a change of a roster, which gives that another revision; the other way they go is with who was removed, and then they are fewer.
 */
export class AliasMark {
  private readonly now: Statement<[string, string], string>;

  constructor(db: Database) {
    this.now = db
      .prepare<[string, string], string>(`
        SELECT count(*) || coalesce((SELECT group_concat(' ' || school_year || ' ' || revision, '') FROM (
          SELECT school_year, revision FROM rosters WHERE school = ? ORDER BY school_year)), '')
        FROM learner_aliases WHERE school = ?`)
      .pluck();
  }

  of(school: string): string {
    return this.now.get(school, school) as string;
  }

  /** Whether this is no longer the mark of the school. Undefined: the caller does not depend on it. */
  isPast(school: string, mark: string | undefined): boolean {
    return mark !== undefined && mark !== this.of(school);
  }
}
