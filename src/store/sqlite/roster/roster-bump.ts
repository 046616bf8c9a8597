import type { Database, Statement } from 'better-sqlite3';

/**
 * Gives the rosters that a learner is in a new revision, though no source said anything: vendors are not told that nothing has
 * changed, a sync that is under way starts again, and the next one looks at everything. Synchronous; runs inside the caller's transaction.
 */
export class RosterBump {
  private readonly bump: Statement<unknown[]>;

  constructor(db: Database) {
    // A change is later than the one before it, also when the clock was set back.
    this.bump = db.prepare(`
      UPDATE rosters SET revision = revision + 1, source = NULL, changed_at = CASE WHEN changed_at > @at THEN changed_at ELSE @at END
      WHERE school = @school AND school_year IN (
        SELECT school_year FROM roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner)`);
  }

  /** Before the learner is removed. */
  run(school: string, learner: string | undefined, at: string): void {
    if (learner !== undefined) this.bump.run({ school, learner, at });
  }
}
