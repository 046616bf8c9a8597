import type { Database, Statement } from 'better-sqlite3';
import { type Cells, RESULT_CELLS, unsealed } from './cells.js';
import type { LearnerTable } from './learner-table.js';
import type { OpenDelivery } from './open-delivery.js';

interface CurrentRevision {
  readonly seq: number;
  readonly revision: number;
}

/** Results, a row per revision. Synchronous; runs inside the caller's transaction. */
export class ResultTable {
  private readonly insertFirst: Statement<unknown[]>;
  private readonly insertNext: Statement<unknown[]>;
  private readonly latest: Statement<[string, string | null | undefined], CurrentRevision>;
  private readonly supersede: Statement<[number]>;

  constructor(
    db: Database,
    private readonly learners: LearnerTable,
  ) {
    const insert = `
      INSERT INTO results (school, id, revision, current, party, learner, date, assessment, key, sealed_key, exchange, document, exercise)
      SELECT ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?`;
    // Not by its revision: retention may have removed the first one.
    this.insertFirst = db.prepare(`${insert} WHERE NOT EXISTS (SELECT 1 FROM results WHERE school = ? AND id = ?)`);
    this.insertNext = db.prepare(insert);
    this.latest = db.prepare('SELECT seq, revision FROM results WHERE school = ? AND id = ? ORDER BY revision DESC LIMIT 1');
    this.supersede = db.prepare('UPDATE results SET current = 0 WHERE seq = ?');
  }

  store(delivery: OpenDelivery, cells: Cells): void {
    const { school, party, exchange } = delivery;
    for (let at = 0; at < cells.length; at += RESULT_CELLS) {
      const id = cells[at];
      const learner = this.learners.numberOf(delivery, cells[at + 1]!);
      const key = cells[at + 4];
      const rest = [
        party,
        learner,
        cells[at + 2],
        cells[at + 3],
        key,
        unsealed(cells[at + 5]),
        exchange,
        cells[at + 6],
        cells[at + 7] === null ? 0 : 1,
      ];
      // Most results are new: one step tells, and inserts.
      if (this.insertFirst.run(school, id, 1, ...rest, school, id).changes === 0) {
        const latest = this.latest.get(school, id)!;
        this.supersede.run(latest.seq);
        this.insertNext.run(school, id, latest.revision + 1, ...rest);
        delivery.revised += 1;
      }
      delivery.results += 1;
    }
  }
}
