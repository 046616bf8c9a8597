import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { dayNumber } from '../../tables/results/day-number.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';

/** Learners that are looked at in one step: each may have hundreds of results. */
export const LEARNERS_AT_ONCE = 50;

export interface OldRevision {
  readonly seq: number;
  readonly source: number;
  readonly id: Uint8Array;
  readonly current: 0 | 1;
}

/** Removes revisions: a current one with all that it superseded. */
export class ResultRemoval {
  private readonly removeCurrent: Statement<[source: number, id: Uint8Array]>;
  private readonly removeSuperseded: Statement<[source: number, id: Uint8Array]>;
  private readonly removeOne: Statement<[seq: number]>;

  constructor(db: Database) {
    const remove = (current: 0 | 1) =>
      db.prepare<[number, Uint8Array]>(`DELETE FROM results WHERE source = ? AND id = ? AND current = ${current}`);
    this.removeCurrent = remove(1);
    this.removeSuperseded = remove(0);
    this.removeOne = db.prepare('DELETE FROM results WHERE seq = ?');
  }

  /**
   * Removes revisions learner by learner, up to a number of rows. `learners`: some of them in the order of their aliases, after the alias `after`.
   * `revisions`: those of a learner that go, at most so many.
   */
  byLearner<Learner extends { readonly alias: string }>(
    learners: readonly Learner[],
    after: string,
    revisions: (learner: Learner, most: number) => readonly OldRevision[],
  ): Removed {
    const counts = { results: 0, revisions: 0 };
    let looked = 0;
    let done = after;
    for (const learner of learners) {
      if (looked >= ROWS_AT_ONCE) return { counts, next: done };
      const rows = revisions(learner, ROWS_AT_ONCE);
      this.remove(rows, counts);
      looked += rows.length;
      if (rows.length === ROWS_AT_ONCE) return { counts, next: done };
      done = learner.alias;
    }
    return { counts, ...(learners.length === LEARNERS_AT_ONCE ? { next: done } : {}) };
  }

  /** Adds to the counts. */
  private remove(rows: readonly OldRevision[], counts: { results: number; revisions: number }): void {
    for (const { seq, source, id, current } of rows) {
      if (current === 1) counts.results += this.removeCurrent.run(source, id).changes;
      counts.revisions += current === 1 ? this.removeSuperseded.run(source, id).changes : this.removeOne.run(seq).changes;
    }
  }
}

type ByDay = Extract<PurgeScope, { class: 'results' | 'results-exercises' }>;

interface LearnerRow {
  readonly seq: number;
  readonly alias: string;
}

/**
 * Results by day, or those of exercises among them, learner by learner. A result goes as a whole by the day that its current revision says. A
 * superseded revision goes by its own: a vendor may send one result anew for years, with the day of today each time.
 */
export class ResultPurge implements PurgePart<ByDay> {
  private readonly learners: Statement<[school: string, after: string, most: number], LearnerRow>;
  private readonly old: Statement<[learner: number, day: number, most: number], OldRevision>;

  private readonly removal: ResultRemoval;

  constructor(db: Database, which: 'all' | 'exercises') {
    const condition = which === 'all' ? '' : 'AND EXISTS (SELECT 1 FROM result_shared h WHERE h.seq = r.shared AND h.exercise = 1)';
    this.learners = db.prepare('SELECT seq, alias FROM learners WHERE school = ? AND alias > ? ORDER BY alias LIMIT ?');
    this.old = db.prepare(`
      SELECT seq, source, id, current FROM results r INDEXED BY results_by_learner
      WHERE learner = ? AND current IN (0, 1) AND day < ? ${condition} LIMIT ?`);
    this.removal = new ResultRemoval(db);
  }

  /** `after`: the alias of the last learner that is done. */
  step({ school, day }: ByDay, after: PurgeKey = ''): Removed {
    const before = dayNumber(day);
    const learners = this.learners.all(school, String(after), LEARNERS_AT_ONCE);
    return this.removal.byLearner(learners, String(after), ({ seq }, most) => this.old.all(seq, before, most));
  }
}
