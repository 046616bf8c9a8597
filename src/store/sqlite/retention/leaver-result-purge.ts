import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { dayNumber } from '../../tables/results/day-number.js';
import type { PurgeKey, PurgePart, Removed } from '../../tables/retention/purge-part.js';
import { LEFT_SCHOOL, leftSchoolParameters, ofLeaver } from './left-school.js';
import { LEARNERS_AT_ONCE, type OldRevision, ResultRemoval } from './result-purge.js';

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
    const learners = this.learners.all(parameters);
    const leaverDay = dayNumber(scope.day);
    return this.removal.byLearner(learners, String(after), ({ seq, gone }, most) =>
      gone === 1 ? this.revisions.all({ learner: seq, leaverDay, most }) : [],
    );
  }
}
