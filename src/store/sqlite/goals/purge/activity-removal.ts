import type { Database, Statement } from 'better-sqlite3';
import { RetagQueue } from '../retag/retag-queue.js';

/** Removes activities with their links. Synchronous; runs inside the caller's transaction. */
export class ActivityRemoval {
  private readonly used: Statement<[number], number>;
  private readonly removeLinks: Statement<[number]>;
  private readonly detach: Statement<[number]>;
  private readonly removeActivity: Statement<[number], string>;
  private readonly queue: RetagQueue;

  constructor(db: Database) {
    this.used = db
      .prepare<[number], number>('SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq WHERE h.activity = ? LIMIT 1')
      .pluck();
    this.removeLinks = db.prepare('DELETE FROM goal_links WHERE activity = ?');
    this.detach = db.prepare('UPDATE result_shared SET activity = NULL WHERE activity = ?');
    this.removeActivity = db.prepare<[number], string>('DELETE FROM activities WHERE seq = ? RETURNING school').pluck();
    this.queue = new RetagQueue(db);
  }

  isUsed(seq: number): boolean {
    return this.used.get(seq) !== undefined;
  }

  /** Results that are of it are tagged anew, by what they say themselves. */
  remove(seq: number): void {
    this.removeLinks.run(seq);
    const detached = this.detach.run(seq).changes;
    const school = this.removeActivity.get(seq);
    if (detached > 0 && school !== undefined) this.queue.ask(school, 'erasure', Date.now());
  }
}
