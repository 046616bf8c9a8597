import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;

interface LearnerUse {
  readonly seq: number;
  readonly used: 0 | 1;
}

/** Learners of whom there are no results or signals any more, and whom no roster knows. */
export class LearnerPurge implements PurgePart<ResultScope> {
  private readonly uses: Statement<[school: string, after: number, most: number], LearnerUse>;
  private readonly remove: Statement<[seq: number]>;

  constructor(db: Database) {
    this.uses = db.prepare(`
      SELECT seq, EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq) OR EXISTS (SELECT 1 FROM signals s WHERE s.learner = l.seq) AS used FROM learners l INDEXED BY learners_unmatched
      WHERE school = ? AND roster_learner IS NULL AND seq > ? ORDER BY seq LIMIT ?`);
    this.remove = db.prepare('DELETE FROM learners WHERE seq = ?');
  }

  /** `after`: the learner that the step before ended with. */
  step({ school }: ResultScope, after: PurgeKey = 0): Removed {
    const uses = this.uses.all(school, Number(after), ROWS_AT_ONCE);
    const alone = uses.filter(({ used }) => used === 0);
    for (const { seq } of alone) this.remove.run(seq);
    const last = uses.at(-1);
    return { counts: { learners: alone.length }, ...(last && uses.length === ROWS_AT_ONCE ? { next: last.seq } : {}) };
  }
}
