import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../../retention-store.js';
import { removeActivity } from '../../../tables/goals/activity-removal.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../../tables/retention/purge-part.js';
import { ScriptRunner } from '../../connection/script-runner.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;

/** Activities that no result is of any more, with their links. */
export class ActivityPurge implements PurgePart<ResultScope> {
  private readonly next: Statement<[school: string, after: number, most: number], { readonly seq: number; readonly used: 0 | 1 }>;
  private readonly scripts: ScriptRunner;

  constructor(db: Database) {
    this.next = db.prepare(`
      SELECT a.seq, CASE WHEN EXISTS (SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq WHERE h.activity = a.seq) THEN 1 ELSE 0 END AS used
      FROM activities a WHERE a.school = ? AND a.seq > ? ORDER BY a.seq LIMIT ?`);
    this.scripts = new ScriptRunner(db);
  }

  /** `after`: the activity that the step before ended with. */
  step({ school }: ResultScope, after: PurgeKey = 0): Removed {
    const rows = this.next.all(school, Number(after), ROWS_AT_ONCE);
    const unused = rows.filter(({ used }) => used === 0);
    for (const { seq } of unused) this.scripts.run(removeActivity(seq));
    const last = rows.at(-1);
    return { counts: { activities: unused.length }, ...(last && rows.length === ROWS_AT_ONCE ? { next: last.seq } : {}) };
  }
}
