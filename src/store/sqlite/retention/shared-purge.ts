import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { forgetShared } from '../../tables/results/shared-texts.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';
import { ScriptRunner } from '../connection/script-runner.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;

/** What results had in common of which none is left. Not counted: it is how the store keeps results, and nothing besides them. */
export class SharedPurge implements PurgePart<ResultScope> {
  private readonly next: Statement<[school: string, after: number, most: number], number>;
  private readonly scripts: ScriptRunner;

  constructor(db: Database) {
    this.next = db
      .prepare<[string, number, number], number>(`
        SELECT h.seq FROM sources o CROSS JOIN result_shared h ON h.source = o.seq
        WHERE o.school = ? AND h.seq > ? ORDER BY h.seq LIMIT ?`)
      .pluck();
    this.scripts = new ScriptRunner(db);
  }

  /** `after`: the last one that the step before looked at. */
  step({ school }: ResultScope, after: PurgeKey = 0): Removed {
    const some = this.next.all(school, Number(after), ROWS_AT_ONCE);
    this.scripts.run(forgetShared(some));
    const last = some.at(-1);
    return { counts: {}, ...(last !== undefined && some.length === ROWS_AT_ONCE ? { next: last } : {}) };
  }
}
