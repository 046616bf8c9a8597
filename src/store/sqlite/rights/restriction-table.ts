import type { Database, Statement } from 'better-sqlite3';
import { allNames, type Person } from '../../rights-store.js';
import { RosterBump } from '../roster/roster-bump.js';

/** Whose data must not go out. Synchronous; runs inside the caller's transaction. */
export class RestrictionTable {
  private readonly begin: Statement<unknown[]>;
  private readonly end: Statement<unknown[]>;
  private readonly bump: RosterBump;

  constructor(db: Database) {
    this.begin = db.prepare(`
      INSERT INTO restrictions (school, name, since) SELECT @school, value, @at FROM json_each(@names)
      WHERE NOT EXISTS (SELECT 1 FROM restrictions r WHERE r.school = @school AND r.name = value AND r.until IS NULL)
      ON CONFLICT (school, name, since) DO UPDATE SET until = NULL`);
    this.end = db.prepare(`
      UPDATE restrictions SET until = @at WHERE school = @school AND until IS NULL AND name IN (SELECT value FROM json_each(@names))`);
    this.bump = new RosterBump(db);
  }

  /** False when it was so already. */
  set(school: string, person: Person, at: string, on: boolean): boolean {
    const { changes } = (on ? this.begin : this.end).run({ school, at, names: JSON.stringify(allNames(person)) });
    if (changes > 0) this.bump.run(school, person.learner, at);
    return changes > 0;
  }
}
