import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { dayNumber } from '../results/day-number.js';
import { type PurgePart, type Removed, ROWS_AT_ONCE } from './purge-part.js';
import { type OldRevision, ResultRemoval } from './result-purge.js';

type ResultScope = Extract<PurgeScope, { class: 'results-exercises' }>;

/** Results of exercises, by day, as `ResultPurge` does it. */
export class ExercisePurge implements PurgePart<ResultScope> {
  private readonly old: Statement<[school: string, day: number, most: number], OldRevision>;
  private readonly removal: ResultRemoval;

  constructor(db: Database) {
    this.old = db.prepare(`
      SELECT r.seq, r.source, r.id, r.current
      FROM sources o CROSS JOIN result_shared h ON h.source = o.seq CROSS JOIN results r ON r.shared = h.seq AND r.current IN (0, 1)
      WHERE o.school = ? AND h.exercise = 1 AND r.day < ? LIMIT ?`);
    this.removal = new ResultRemoval(db);
  }

  step({ school, day }: ResultScope): Removed {
    const counts = { results: 0, revisions: 0 };
    const old = this.old.all(school, dayNumber(day), ROWS_AT_ONCE);
    this.removal.remove(old, counts);
    return { counts, ...(old.length === ROWS_AT_ONCE ? { next: 0 } : {}) };
  }
}
