import type { Database, Statement } from 'better-sqlite3';
import { unsealed } from '../../tables/cells.js';
import { PACK_CELLS, type PackCells } from '../../tables/roster/roster-cells.js';

/** Rosters in packs; triggers remove those of a roster that changes. Synchronous; runs inside the caller's transaction. */
export class RosterPackTable {
  private readonly isOf: Statement<unknown[], number>;
  private readonly kept: Statement<[school: string, schoolYear: string], number>;
  private readonly insert: Statement<unknown[]>;

  constructor(db: Database) {
    this.isOf = db
      .prepare<unknown[], number>('SELECT 1 FROM rosters WHERE school = ? AND school_year = ? AND revision = ? AND changed_at = ?')
      .pluck();
    this.kept = db.prepare<[string, string], number>('SELECT 1 FROM roster_packs WHERE school = ? AND school_year = ? LIMIT 1').pluck();
    this.insert = db.prepare('INSERT INTO roster_packs (school, school_year, number, kind, size, document) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Stores nothing when they are of another revision than the roster has now, nor when it has packs: several answers at once made the same. */
  store({ head: { school, schoolYear, revision, changedAt }, packs }: PackCells): void {
    if (this.isOf.get(school, schoolYear, revision, changedAt) === undefined) return;
    if (this.kept.get(school, schoolYear) !== undefined) return;
    for (let cell = 0; cell < packs.length; cell += PACK_CELLS) {
      this.insert.run(school, schoolYear, cell / PACK_CELLS, packs[cell], Number(packs[cell + 1]), unsealed(packs[cell + 2]));
    }
  }
}
