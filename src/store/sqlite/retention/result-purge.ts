import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { dayNumber } from '../results/day-number.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from './purge-part.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;

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

  /** Adds to the counts. */
  remove(rows: readonly OldRevision[], counts: { results: number; revisions: number }): void {
    for (const { seq, source, id, current } of rows) {
      if (current === 1) counts.results += this.removeCurrent.run(source, id).changes;
      counts.revisions += current === 1 ? this.removeSuperseded.run(source, id).changes : this.removeOne.run(seq).changes;
    }
  }
}

/**
 * Results by day, one after the other of what results have in common. A result goes as a whole by the day that its current revision says. A
 * superseded revision goes by its own: a vendor may send one result anew for years, with the day of today each time.
 */
export class ResultPurge implements PurgePart<ResultScope> {
  private readonly shared: Statement<[school: string, from: number, most: number], number>;
  private readonly old: Statement<[shared: number, day: number, most: number], OldRevision>;
  private readonly removal: ResultRemoval;

  constructor(db: Database) {
    this.shared = db
      .prepare<[string, number, number], number>(`
        SELECT h.seq FROM sources o CROSS JOIN result_shared h ON h.source = o.seq
        WHERE o.school = ? AND h.seq >= ? ORDER BY h.seq LIMIT ?`)
      .pluck();
    this.old = db.prepare('SELECT seq, source, id, current FROM results WHERE shared = ? AND current IN (0, 1) AND day < ? LIMIT ?');
    this.removal = new ResultRemoval(db);
  }

  /** `after`: where the step before stopped. */
  step({ school, day }: ResultScope, after: PurgeKey = 0): Removed {
    const counts = { results: 0, revisions: 0 };
    const before = dayNumber(day);
    let looked = 0;
    const shared = this.shared.all(school, Number(after), ROWS_AT_ONCE);
    for (const one of shared) {
      if (looked >= ROWS_AT_ONCE) return { counts, next: one };
      const most = ROWS_AT_ONCE - looked;
      const old = this.old.all(one, before, most);
      this.removal.remove(old, counts);
      looked += old.length + 1;
      if (old.length === most) return { counts, next: one };
    }
    const last = shared.at(-1);
    return { counts, ...(last !== undefined && shared.length === ROWS_AT_ONCE ? { next: last + 1 } : {}) };
  }
}
