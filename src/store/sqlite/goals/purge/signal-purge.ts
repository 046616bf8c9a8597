import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../../retention-store.js';
import { type PurgePart, type Removed, ROWS_AT_ONCE } from '../../../tables/retention/purge-part.js';

type SignalScope = Extract<PurgeScope, { class: 'signals' }>;

/** Removes signals, each with all its revisions. */
export class SignalRemoval {
  private readonly removeBasis: Statement<[school: string, id: string]>;
  private readonly remove: Statement<[school: string, id: string]>;

  constructor(db: Database) {
    this.removeBasis = db.prepare('DELETE FROM signal_basis WHERE school = ? AND signal = ?');
    this.remove = db.prepare('DELETE FROM signals WHERE school = ? AND id = ?');
  }

  /** Gives how many revisions went besides the current ones. */
  removeAll(school: string, ids: readonly string[]): number {
    let revisions = 0;
    for (const id of ids) {
      this.removeBasis.run(school, id);
      revisions += this.remove.run(school, id).changes - 1;
    }
    return revisions;
  }
}

/** Signals by the moment at which they were raised, as the vendor says it last. */
export class SignalPurge implements PurgePart<SignalScope> {
  private readonly old: Statement<[school: string, before: number, most: number], string>;
  private readonly removal: SignalRemoval;

  constructor(db: Database) {
    this.old = db
      .prepare<[string, number, number], string>('SELECT id FROM signals WHERE school = ? AND current = 1 AND raised_at < ? LIMIT ?')
      .pluck();
    this.removal = new SignalRemoval(db);
  }

  step({ school, before }: SignalScope): Removed {
    const ids = this.old.all(school, Date.parse(before), ROWS_AT_ONCE);
    const signalRevisions = this.removal.removeAll(school, ids);
    return { counts: { signals: ids.length, signalRevisions }, ...(ids.length === ROWS_AT_ONCE ? { next: 0 } : {}) };
  }
}
