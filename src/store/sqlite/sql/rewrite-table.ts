import type { Database, Statement } from 'better-sqlite3';
import type { Rewritten } from '../../rights-store.js';
import { sourcesOf } from '../../tables/results/sources-of.js';
import { ActivityRemoval } from '../goals/purge/activity-removal.js';
import { RESULT_BEFORE, ResultRewrite } from '../results/result-rewrite.js';

/** Takes a pupil who is erased out of what is about others. Synchronous; runs inside the caller's transaction, after the results are gone. */
export class RewriteTable {
  private readonly removeUnused: Statement<[number], unknown[]>;
  private readonly before: Readonly<Record<Rewritten['of'], Statement<[number], unknown[]>>>;
  private readonly results: ResultRewrite;
  private readonly assessment: Statement<unknown[]>;
  private readonly signal: Statement<unknown[]>;
  private readonly activities: ActivityRemoval;

  constructor(db: Database) {
    const row = (of: Rewritten['of']) => db.prepare<[number], unknown[]>(`SELECT * FROM ${of} WHERE seq = ?`).raw();
    this.before = {
      results: db.prepare<[number], unknown[]>(RESULT_BEFORE).raw(),
      assessments: row('assessments'),
      signals: row('signals'),
      activities: row('activities'),
    };
    this.removeUnused = db
      .prepare<[number], unknown[]>(`
        DELETE FROM assessments WHERE seq = ? AND NOT EXISTS (
          SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq
          WHERE h.assessment = assessments.id AND h.source IN ${sourcesOf('assessments.school')}) RETURNING *`)
      .raw();
    this.results = new ResultRewrite(db);
    this.assessment = db.prepare('UPDATE assessments SET document = @document, code = @code, version = @version WHERE seq = @seq');
    this.signal = db.prepare('UPDATE signals SET document = @document, supplier_goal = @supplierGoal WHERE seq = @seq');
    this.activities = new ActivityRemoval(db);
  }

  /** Gives each row that changed, as it was. */
  *apply(rewritten: readonly Rewritten[]): Generator<readonly unknown[]> {
    for (const one of rewritten) {
      const unused = one.of === 'assessments' ? this.removeUnused.get(one.seq) : undefined;
      if (unused === undefined && one.of === 'assessments' && one.onlyUnused === true) continue;
      if (one.of === 'activities' && one.onlyUnused === true && this.activities.isUsed(one.seq)) continue;
      const before = unused ?? this.before[one.of].get(one.seq);
      // A result of the pupil is gone by now.
      if (before === undefined) continue;
      yield before;
      if (unused !== undefined) continue;
      if (one.of === 'activities') {
        this.activities.remove(one.seq);
        continue;
      }
      const { seq, document } = one;
      if (one.of === 'signals') this.signal.run({ seq, document, supplierGoal: one.supplierGoal });
      else if (one.of === 'results') this.results.run(one);
      else this.assessment.run({ seq, document, code: one.code, version: one.version ?? null });
    }
  }
}
