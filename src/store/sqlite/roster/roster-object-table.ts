import type { Database, Statement } from 'better-sqlite3';
import { unsealed } from '../../tables/cells.js';
import { LEFT_CELLS, type RosterCells, UPSERT_CELLS } from '../../tables/roster/roster-cells.js';

/** A cell of a change; undefined: behind the last. */
export type Cell = string | null | undefined;

/** Groups, learners and teachers, a row each per school year. Synchronous; runs inside the caller's transaction. */
export class RosterObjectTable {
  private readonly upsert: Statement<unknown[]>;
  private readonly end: Statement<unknown[]>;
  private readonly current: Statement<unknown[], number>;

  constructor(db: Database) {
    // Who is back is there since now: the time before is over.
    this.upsert = db.prepare(`
      INSERT INTO roster_objects (school, school_year, kind, id, position, content, document, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (school, kind, id, school_year) DO UPDATE SET
        position = excluded.position,
        content = excluded.content,
        document = excluded.document,
        since = CASE WHEN until IS NULL THEN since ELSE excluded.since END,
        until = NULL`);
    const one = 'school = ? AND kind = ? AND id = ? AND school_year = ? AND until IS NULL';
    this.end = db.prepare(`UPDATE roster_objects SET until = ? WHERE ${one}`);
    this.current = db.prepare<unknown[], number>(`SELECT 1 FROM roster_objects WHERE ${one}`).pluck();
  }

  store({ head: { school, schoolYear }, upserts, at }: RosterCells): void {
    for (let cell = 0; cell < upserts.length; cell += UPSERT_CELLS) {
      const [kind, id, position, content, document] = upserts.slice(cell, cell + UPSERT_CELLS);
      this.upsert.run(school, schoolYear, kind, id, Number(position), content, unsealed(document), at);
    }
  }

  leave({ head: { school, schoolYear }, left, at }: RosterCells): void {
    for (let cell = 0; cell < left.length; cell += LEFT_CELLS) this.end.run(at, school, left[cell], left[cell + 1], schoolYear);
  }

  isCurrent(school: string, schoolYear: string, kind: Cell, id: Cell): boolean {
    return this.current.get(school, kind, id, schoolYear) !== undefined;
  }
}
