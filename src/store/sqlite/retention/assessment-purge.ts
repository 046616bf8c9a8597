import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { sourcesOf } from '../../tables/results/sources-of.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;

interface AssessmentUse {
  readonly id: string;
  readonly old: 0 | 1;
  readonly used: 0 | 1;
}

/** Assessments that no result is of, with all their revisions, when the last of those came in long enough ago. */
export class AssessmentPurge implements PurgePart<ResultScope> {
  private readonly uses: Statement<[before: number, school: string, after: string, most: number], AssessmentUse>;
  private readonly remove: Statement<[school: string, id: string]>;

  constructor(db: Database) {
    this.uses = db.prepare(`
      SELECT a.id, max(e.stored_at) < ? AS old, EXISTS (
        SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq
        WHERE h.assessment = a.id AND h.source IN ${sourcesOf('a.school')}) AS used
      FROM assessments a JOIN exchanges e ON e.seq = a.exchange
      WHERE a.school = ? AND a.id > ? GROUP BY a.id ORDER BY a.id LIMIT ?`);
    this.remove = db.prepare('DELETE FROM assessments WHERE school = ? AND id = ?');
  }

  /** `after`: the assessment that the step before ended with. */
  step({ school, before }: ResultScope, after: PurgeKey = ''): Removed {
    const uses = this.uses.all(Date.parse(before), school, String(after), ROWS_AT_ONCE);
    const over = uses.filter(({ old, used }) => old === 1 && used === 0);
    for (const { id } of over) this.remove.run(school, id);
    const last = uses.at(-1);
    return { counts: { assessments: over.length }, ...(last && uses.length === ROWS_AT_ONCE ? { next: last.id } : {}) };
  }
}
