import type { Database, Statement } from 'better-sqlite3';

/**
 * The ECK iDs that results came with, numbered per learner: a pupil has one for years, and its hundred letters are not kept with each
 * result. Synchronous; runs inside the caller's transaction.
 */
export class EckIdTable {
  private readonly find: Statement<[learner: number, eckId: string], number>;
  private readonly insert: Statement<[learner: number, eckId: string, same: number], number>;
  private readonly removeUnused: Statement<[learner: number]>;

  constructor(db: Database) {
    this.find = db.prepare<[number, string], number>('SELECT number FROM learner_eck_ids WHERE learner = ? AND eck_id = ?').pluck();
    this.insert = db
      .prepare<[number, string, number], number>(`
        INSERT INTO learner_eck_ids (learner, eck_id, number)
        VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM learner_eck_ids WHERE learner = ?)) RETURNING number`)
      .pluck();
    this.removeUnused = db.prepare(`
      DELETE FROM learner_eck_ids WHERE learner = ?
        AND NOT EXISTS (SELECT 1 FROM results r WHERE r.learner = learner_eck_ids.learner AND r.eck_number = number)`);
  }

  /** The number of an ECK iD of a learner; 0 for none. */
  numberOf(learner: number, eckId: string | null): number {
    if (eckId === null) return 0;
    return this.find.get(learner, eckId) ?? (this.insert.get(learner, eckId, learner) as number);
  }

  /** Those of a learner that no result has any more: an ECK iD is kept as long as the results that came with it. */
  forget(learner: number): void {
    this.removeUnused.run(learner);
  }
}
