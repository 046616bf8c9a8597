import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { type PurgePart, type Removed, ROWS_AT_ONCE } from './purge-part.js';
import { datedBefore, type OldRevision, ResultRemoval } from './result-purge.js';

type ResultScope = Extract<PurgeScope, { class: 'results-exercises' }>;

/** Results of exercises, by day, as `ResultPurge` does it. */
export class ExercisePurge implements PurgePart<ResultScope> {
  private readonly old: Statement<[school: string, day: string, most: number], OldRevision>;
  private readonly removal: ResultRemoval;

  constructor(db: Database) {
    this.old = db.prepare(
      `SELECT seq, id, current FROM results INDEXED BY results_of_exercises WHERE school = ? AND exercise = 1 AND ${datedBefore('date', '?')} LIMIT ?`,
    );
    this.removal = new ResultRemoval(db);
  }

  step({ school, day }: ResultScope): Removed {
    const counts = { results: 0, revisions: 0 };
    const old = this.old.all(school, day, ROWS_AT_ONCE);
    this.removal.remove(school, old, counts);
    return { counts, ...(old.length === ROWS_AT_ONCE ? { next: 0 } : {}) };
  }
}
