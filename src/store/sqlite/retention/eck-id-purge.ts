import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { forgetEckIds } from '../../tables/results/eck-ids.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';
import { ScriptRunner } from '../connection/script-runner.js';

type ResultScope = Extract<PurgeScope, { class: 'results' | 'results-exercises' | 'results-leavers' }>;

interface LearnerRow {
  readonly seq: number;
  readonly alias: string;
}

/** ECK iDs that results came with of which none is left. Not counted: each goes with its results, as it did when it stood in them. */
export class EckIdPurge implements PurgePart<ResultScope> {
  private readonly next: Statement<[school: string, after: string, most: number], LearnerRow>;
  private readonly scripts: ScriptRunner;

  constructor(db: Database) {
    this.next = db.prepare('SELECT seq, alias FROM learners WHERE school = ? AND alias > ? ORDER BY alias LIMIT ?');
    this.scripts = new ScriptRunner(db);
  }

  /** `after`: the alias of the last learner that the step before looked at. */
  step({ school }: ResultScope, after: PurgeKey = ''): Removed {
    const learners = this.next.all(school, String(after), ROWS_AT_ONCE);
    this.scripts.run(forgetEckIds(learners.map(({ seq }) => seq)));
    const last = learners.at(-1);
    return { counts: {}, ...(last !== undefined && learners.length === ROWS_AT_ONCE ? { next: last.alias } : {}) };
  }
}
