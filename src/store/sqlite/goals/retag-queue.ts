import type { Database, Statement } from 'better-sqlite3';

/** Asks for re-tags. Synchronous; runs inside the caller's transaction. */
export class RetagQueue {
  private readonly insert: Statement<unknown[]>;

  constructor(db: Database) {
    // One that has not begun yet does it all.
    this.insert = db.prepare(`
      INSERT INTO retag_jobs (school, cause, step, position, total, links, events, asked_at)
      SELECT @school, @cause, 'results', 0, 0, 0, 0, @at
      WHERE NOT EXISTS (SELECT 1 FROM retag_jobs WHERE school = @school AND ended_at IS NULL AND step = 'results' AND position = 0)`);
  }

  ask(school: string, cause: string, at: number): void {
    this.insert.run({ school, cause, at });
  }
}
