import type { Database, Statement } from 'better-sqlite3';
import type { OpenDelivery } from '../connection/open-delivery.js';
import { type Cells, RESULT_CELLS, unsealed } from '../sql/cells.js';
import type { LearnerTable } from './learner-table.js';

interface CurrentRevision {
  readonly seq: number;
  readonly revision: number;
  readonly learner: number;
  readonly assessment: string;
}

/** Results, a row per revision. Synchronous; runs inside the caller's transaction. */
export class ResultTable {
  private readonly insertFirst: Statement<unknown[]>;
  private readonly insertNext: Statement<unknown[]>;
  private readonly latest: Statement<[string, string | null | undefined], CurrentRevision>;
  private readonly supersede: Statement<[number]>;
  private readonly otherPupil: Statement<[number, number], number>;
  private readonly otherTest: Statement<[string, string, string, string], number>;

  constructor(
    db: Database,
    private readonly learners: LearnerTable,
  ) {
    const insert = `
      INSERT INTO results (school, id, revision, current, party, learner, date, assessment, key, sealed_key, exchange, document, exercise, activity)
      SELECT ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?`;
    // Not by its revision: retention may have removed the first one.
    this.insertFirst = db.prepare(`${insert} WHERE NOT EXISTS (SELECT 1 FROM results WHERE school = ? AND id = ?)`);
    this.insertNext = db.prepare(insert);
    this.latest = db.prepare(
      'SELECT seq, revision, learner, assessment FROM results WHERE school = ? AND id = ? ORDER BY revision DESC LIMIT 1',
    );
    this.supersede = db.prepare('UPDATE results SET current = 0 WHERE seq = ?');
    // One pupil may have two pseudonyms, by key and by ECK iD: the roster knows that they are one.
    this.otherPupil = db
      .prepare<[number, number], number>(`
        SELECT 1 FROM learners one, learners other WHERE one.seq = ? AND other.seq = ?
          AND (one.roster_learner IS NULL OR other.roster_learner IS NULL OR one.roster_learner <> other.roster_learner)`)
      .pluck();
    // Another version of the same test is no other test.
    this.otherTest = db
      .prepare<[string, string, string, string], number>(`
        SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM assessments one JOIN assessments other ON other.school = one.school AND other.code = one.code
          WHERE one.school = ? AND one.id = ? AND other.school = ? AND other.id = ?)`)
      .pluck();
  }

  store(delivery: OpenDelivery, cells: Cells): void {
    const { school, party, exchange, activities } = delivery;
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
        activities.get(cells[at + 8] ?? '') ?? null,
      ];
      // Most results are new: one step tells, and inserts.
      if (this.insertFirst.run(school, id, 1, ...rest, school, id).changes === 0) {
        const latest = this.latest.get(school, id)!;
        this.compare(delivery, latest, learner, cells[at + 3]!);
        this.supersede.run(latest.seq);
        this.insertNext.run(school, id, latest.revision + 1, ...rest);
        delivery.revised += 1;
      }
      delivery.results += 1;
    }
  }

  /** A key that comes back is a correction, of the same pupil and test. Where it is not, a vendor gives its keys twice. */
  private compare(delivery: OpenDelivery, latest: CurrentRevision, learner: number, assessment: string): void {
    const { school } = delivery;
    if (latest.learner !== learner && this.otherPupil.get(latest.learner, learner) !== undefined) delivery.otherPupil += 1;
    if (latest.assessment !== assessment && this.otherTest.get(school, latest.assessment, school, assessment) !== undefined)
      delivery.otherTest += 1;
  }
}
