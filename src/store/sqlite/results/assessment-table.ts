import type { Database, Statement } from 'better-sqlite3';
import { ASSESSMENT_CELLS, type Cells } from '../../tables/cells.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import type { Kept } from '../connection/writer-memory.js';

interface CurrentAssessment {
  readonly seq: number;
  readonly revision: number;
  readonly same: 0 | 1;
}

/** Assessments, a row per revision that differs. Synchronous; runs inside the caller's transaction. */
export class AssessmentTable {
  private readonly latest: Statement<unknown[], CurrentAssessment>;
  private readonly supersede: Statement<[number]>;
  private readonly insert: Statement<unknown[]>;

  /** `memory`: the latest document of each, weighed in characters. */
  constructor(
    db: Database,
    private readonly memory: Kept<string>,
  ) {
    this.latest = db.prepare(`
      SELECT seq, revision, document = ? AS same FROM assessments WHERE school = ? AND id = ? ORDER BY revision DESC LIMIT 1`);
    this.supersede = db.prepare('UPDATE assessments SET current = 0 WHERE seq = ?');
    this.insert = db.prepare(`
      INSERT INTO assessments (school, id, revision, current, party, code, version, exchange, document)
      VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)`);
  }

  store(delivery: OpenDelivery, cells: Cells): void {
    const { school, party, exchange } = delivery;
    for (let at = 0; at < cells.length; at += ASSESSMENT_CELLS) {
      const id = cells[at];
      const document = cells[at + 3]!;
      const name = `${school}\n${id}`;
      if (this.memory.get(name) === document) continue;
      const latest = this.latest.get(document, school, id);
      this.memory.set(name, document, document.length);
      if (latest?.same === 1) continue;
      if (latest) this.supersede.run(latest.seq);
      this.insert.run(school, id, (latest?.revision ?? 0) + 1, party, cells[at + 1], cells[at + 2], exchange, document);
    }
  }
}
