import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from './purge-part.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;

export interface OldRevision {
  readonly seq: number;
  readonly id: string;
  readonly current: 0 | 1;
}

/** SQL for a column with dates as they were sent: of a year of five digits no text compares well, and it is not over. */
export function datedBefore(column: string, day: string): string {
  return `${column} < ${day} AND ${column} NOT GLOB '[0-9][0-9][0-9][0-9][0-9]*'`;
}

/** Removes revisions: a current one with all that it superseded. */
export class ResultRemoval {
  private readonly removeAll: Statement<[school: string, id: string]>;
  private readonly removeOne: Statement<[seq: number]>;

  constructor(db: Database) {
    this.removeAll = db.prepare('DELETE FROM results WHERE school = ? AND id = ?');
    this.removeOne = db.prepare('DELETE FROM results WHERE seq = ?');
  }

  /** Adds to the counts. */
  remove(school: string, rows: readonly OldRevision[], counts: { results: number; revisions: number }): void {
    for (const { seq, id, current } of rows) {
      const removed = current === 1 ? this.removeAll.run(school, id).changes : this.removeOne.run(seq).changes;
      counts.results += current;
      counts.revisions += removed - current;
    }
  }
}

/**
 * Results by day, assessment by assessment. A result goes as a whole by the day that its current revision says. A superseded revision
 * goes by its own: a vendor may send one result anew for years, with the day of today each time.
 */
export class ResultPurge implements PurgePart<ResultScope> {
  private readonly assessmentFrom: Statement<[school: string, from: string], string>;
  private readonly assessmentAfter: Statement<[school: string, after: string], string>;
  private readonly old: Statement<[school: string, assessment: string, day: string, most: number], OldRevision>;
  private readonly removal: ResultRemoval;

  constructor(db: Database) {
    const assessment = (compare: string) =>
      `SELECT assessment FROM results WHERE school = ? AND assessment ${compare} ? ORDER BY assessment LIMIT 1`;
    this.assessmentFrom = db.prepare<[string, string], string>(assessment('>=')).pluck();
    this.assessmentAfter = db.prepare<[string, string], string>(assessment('>')).pluck();
    this.old = db.prepare(
      `SELECT seq, id, current FROM results WHERE school = ? AND assessment = ? AND ${datedBefore('date', '?')} LIMIT ?`,
    );
    this.removal = new ResultRemoval(db);
  }

  /** `after`: the assessment to go on with. */
  step({ school, day }: ResultScope, after: PurgeKey = ''): Removed {
    const counts = { results: 0, revisions: 0 };
    let looked = 0;
    let assessment = this.assessmentFrom.get(school, String(after));
    while (assessment !== undefined && looked < ROWS_AT_ONCE) {
      const most = ROWS_AT_ONCE - looked;
      const old = this.old.all(school, assessment, day, most);
      this.removal.remove(school, old, counts);
      looked += old.length + 1;
      if (old.length < most) assessment = this.assessmentAfter.get(school, assessment);
    }
    return { counts, ...(assessment === undefined ? {} : { next: assessment }) };
  }
}
