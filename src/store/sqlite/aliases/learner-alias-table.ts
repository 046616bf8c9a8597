import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { matchOf } from '../../tables/results/learner-match.js';
import { ALIAS_CELLS, type RosterCells } from '../../tables/roster/roster-cells.js';

interface ResultLearner {
  readonly seq: number;
  readonly unmatched: 0 | 1;
}

/** The names of learners of the roster, and which learners of results go with them. Synchronous; inside the caller's transaction. */
export class LearnerAliasTable {
  private readonly upsert: Statement<unknown[]>;
  private readonly hasResults: Statement<[school: string], number>;
  private readonly named: Statement<unknown[], ResultLearner>;
  private readonly match: Statement<[number], string | null>;
  private readonly removeOrphans: Statement<[school: string], string>;
  private readonly forgetSources: Statement<[school: string, except: string]>;
  private readonly matchedWith: Statement<[school: string, learner: string], number>;

  constructor(db: Database) {
    this.upsert = db.prepare(`
      INSERT INTO learner_aliases (school, alias, learner)
      SELECT ?, ?, id FROM roster_objects WHERE school = ? AND kind = 'learner' AND id = ? LIMIT 1
      ON CONFLICT (school, alias) DO UPDATE SET learner = excluded.learner`);
    this.hasResults = db.prepare<[string], number>('SELECT 1 FROM learners WHERE school = ? LIMIT 1').pluck();
    this.named = db.prepare(`
      SELECT seq, roster_learner IS NULL AS unmatched FROM learners WHERE school = ? AND alias = ?
      UNION SELECT seq, roster_learner IS NULL FROM learners WHERE school = ? AND eck_alias = ?`);
    this.match = db
      .prepare<[number], string | null>(`
        UPDATE learners SET roster_learner = ${matchOf('learners.school', 'learners.eck_alias', 'learners.alias')} WHERE seq = ?
        RETURNING roster_learner`)
      .pluck();
    this.removeOrphans = db
      .prepare<[string], string>(`
        DELETE FROM learner_aliases WHERE school = ? AND NOT EXISTS (
          SELECT 1 FROM roster_objects o WHERE o.school = learner_aliases.school AND o.kind = 'learner' AND o.id = learner_aliases.learner)
        RETURNING learner`)
      .pluck();
    this.forgetSources = db.prepare('UPDATE rosters SET source = NULL WHERE school = ? AND school_year <> ? AND source IS NOT NULL');
    this.matchedWith = db.prepare<[string, string], number>('SELECT seq FROM learners WHERE school = ? AND roster_learner = ?').pluck();
  }

  /** Gives the number of learners of results who were unknown until now. Throws `StoreError('unknown')` for a learner who is in no roster. */
  store({ head: { school, schoolYear }, aliases }: RosterCells): number {
    let matched = 0;
    const hasResults = this.hasResults.get(school) !== undefined;
    // In other years the same pupils may be others by now.
    if (aliases.length > 0) this.forgetSources.run(school, schoolYear);
    for (let cell = 0; cell < aliases.length; cell += ALIAS_CELLS) {
      const alias = aliases[cell];
      if (this.upsert.run(school, alias, school, aliases[cell + 1]).changes === 0) {
        throw new StoreError('unknown', 'learner aliases: the learner is in no roster of the school');
      }
      if (!hasResults) continue;
      for (const { seq, unmatched } of this.named.all(school, alias, school, alias)) {
        this.match.get(seq);
        matched += unmatched;
      }
    }
    return matched;
  }

  /** Removes the aliases of learners who are in no roster any more; results of theirs belong to nobody known again. */
  prune(school: string): void {
    const orphans = new Set(this.removeOrphans.all(school));
    if (orphans.size > 0) this.forgetSources.run(school, '');
    for (const learner of orphans) {
      for (const seq of this.matchedWith.all(school, learner)) this.match.get(seq);
    }
  }
}
