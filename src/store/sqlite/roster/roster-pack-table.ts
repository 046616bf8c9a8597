import type { Database, Statement } from 'better-sqlite3';
import { unsealed } from '../sql/cells.js';
import { PACK_CELLS, type PackCells } from './roster-cells.js';

/** Rosters in packs; triggers remove those of a roster that changes. Synchronous; runs inside the caller's transaction. */
export class RosterPackTable {
  private readonly isOf: Statement<unknown[], number>;
  private readonly remove: Statement<[school: string, schoolYear: string]>;
  private readonly insert: Statement<unknown[]>;

  constructor(db: Database) {
    this.isOf = db
      .prepare<unknown[], number>('SELECT 1 FROM rosters WHERE school = ? AND school_year = ? AND revision = ? AND changed_at = ?')
      .pluck();
    this.remove = db.prepare('DELETE FROM roster_packs WHERE school = ? AND school_year = ?');
    this.insert = db.prepare('INSERT INTO roster_packs (school, school_year, number, kind, size, document) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Stores nothing when they are of another revision than the roster has now. */
  store({ head: { school, schoolYear, revision, changedAt }, packs }: PackCells): void {
    if (this.isOf.get(school, schoolYear, revision, changedAt) === undefined) return;
    this.remove.run(school, schoolYear);
    for (let cell = 0; cell < packs.length; cell += PACK_CELLS) {
      this.insert.run(school, schoolYear, cell / PACK_CELLS, packs[cell], Number(packs[cell + 1]), unsealed(packs[cell + 2]));
    }
  }
}
