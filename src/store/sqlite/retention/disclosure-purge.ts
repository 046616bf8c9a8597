import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';

type DisclosureScope = Extract<PurgeScope, { class: 'disclosures' }>;

/** To whom data went, with whose data it were. */
export class DisclosurePurge implements PurgePart<DisclosureScope> {
  private readonly old: Statement<[school: string, before: string, most: number], number>;
  private readonly removeLearners: Statement<[disclosure: number]>;
  private readonly remove: Statement<[seq: number]>;

  constructor(db: Database) {
    this.old = db.prepare<[string, string, number], number>('SELECT seq FROM disclosures WHERE school = ? AND at < ? LIMIT ?').pluck();
    this.removeLearners = db.prepare('DELETE FROM disclosed_learners WHERE disclosure = ?');
    this.remove = db.prepare('DELETE FROM disclosures WHERE seq = ?');
  }

  step({ school, before }: DisclosureScope): Removed {
    const old = this.old.all(school, before, ROWS_AT_ONCE);
    for (const seq of old) {
      this.removeLearners.run(seq);
      this.remove.run(seq);
    }
    return { counts: { disclosures: old.length }, ...(old.length === ROWS_AT_ONCE ? { next: 0 } : {}) };
  }
}
