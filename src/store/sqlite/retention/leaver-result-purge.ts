import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { dayNumber } from '../results/day-number.js';
import { LEFT_SCHOOL, leftSchoolParameters, ofLeaver } from './left-school.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from './purge-part.js';
import { type OldRevision, ResultRemoval } from './result-purge.js';

/** Learners that are looked at in one step: each may have hundreds of results, of which the last one decides. */
const LEARNERS_AT_ONCE = 50;

type LeaverScope = Extract<PurgeScope, { class: 'results-leavers' }>;

interface LearnerRow {
  readonly seq: number;
  readonly alias: string;
  readonly gone: 0 | 1;
}

/** Results of pupils who left, learner by learner: those of which the current revision is theirs, as a whole, and their own revisions. */
export class LeaverResultPurge implements PurgePart<LeaverScope> {
  private readonly learners: Statement<unknown[], LearnerRow>;
  private readonly revisions: Statement<unknown[], OldRevision>;
  private readonly removal: ResultRemoval;

  constructor(db: Database) {
    this.learners = db.prepare(`
      SELECT l.seq, l.alias, EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND ${ofLeaver('r')}) AND ${LEFT_SCHOOL} AS gone FROM learners l
      WHERE l.school = @school AND l.alias > @after ORDER BY l.alias LIMIT @most`);
    this.revisions = db.prepare(`
      SELECT r.seq, r.source, r.id, r.current FROM results r WHERE r.learner = @learner AND ${ofLeaver('r')} LIMIT @most`);
    this.removal = new ResultRemoval(db);
  }

  /** `after`: the alias of the last learner that is done. */
  step(scope: LeaverScope, after: PurgeKey = ''): Removed {
    const { school } = scope;
    const parameters = { school, after: String(after), most: LEARNERS_AT_ONCE, ...leftSchoolParameters(scope) };
    const counts = { results: 0, revisions: 0 };
    const learners = this.learners.all(parameters);
    let looked = 0;
    let done = String(after);
    for (const { seq, alias, gone } of learners) {
      if (looked >= ROWS_AT_ONCE) return { counts, next: done };
      if (gone === 1) {
        const rows = this.revisions.all({ learner: seq, leaverDay: dayNumber(scope.day), most: ROWS_AT_ONCE });
        this.removal.remove(rows, counts);
        looked += rows.length;
        if (rows.length === ROWS_AT_ONCE) return { counts, next: done };
      }
      done = alias;
    }
    return { counts, ...(learners.length === LEARNERS_AT_ONCE ? { next: done } : {}) };
  }
}
