import type { Database, Statement } from 'better-sqlite3';
import type { Settlement } from '../../outbox-store.js';
import type { Disclosure } from '../../rights-store.js';
import { StoreError } from '../../store-error.js';
import { ErasureMark } from './erasure-mark.js';

/** To whom data of pupils went. Synchronous; runs inside the caller's transaction. */
export class DisclosureTable {
  private readonly insert: Statement<unknown[]>;
  private readonly insertLearner: Statement<unknown[]>;
  private readonly keepLearners: Statement<unknown[]>;
  private readonly departed: Statement<unknown[]>;
  private readonly remove: Statement<unknown[]>;
  private readonly mark: ErasureMark;

  constructor(db: Database) {
    this.mark = new ErasureMark(db);
    this.insert = db.prepare(`
      INSERT INTO disclosures (school, exchange, at, receiver, operation, agreement, fields, school_year, revision, roster_at, whole, departed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.insertLearner = db.prepare('INSERT INTO disclosed_learners (school, learner, disclosure) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.keepLearners = db.prepare(
      'DELETE FROM disclosed_learners WHERE disclosure = ? AND learner NOT IN (SELECT value FROM json_each(?))',
    );
    this.departed = db.prepare('UPDATE disclosures SET departed = 1 WHERE seq = ?');
    this.remove = db.prepare('DELETE FROM disclosures WHERE seq = ?');
  }

  /** Its number. */
  store({ school, exchange, at, receiver, operation, agreement, fields, roster, learners, erasures, awaited }: Disclosure): number {
    if (this.mark.isPast(school, erasures)) throw new StoreError('busy', 'disclosures: somebody was erased since the data were read');
    const from = [roster?.schoolYear ?? null, roster?.revision ?? null, roster?.at ?? null];
    const about = [school, exchange, at, receiver, operation, agreement ?? null, JSON.stringify(fields)];
    const { lastInsertRowid } = this.insert.run(...about, ...from, learners === undefined ? 1 : 0, awaited ? 0 : 1);
    for (const learner of learners ?? []) this.insertLearner.run(school, learner, lastInsertRowid);
    return Number(lastInsertRowid);
  }

  /** What left stays on record, and nothing else. */
  settle({ disclosure, learners }: NonNullable<Settlement['departure']>): void {
    this.keepLearners.run(disclosure, JSON.stringify(learners));
    if (learners.length === 0) this.remove.run(disclosure);
    else this.departed.run(disclosure);
  }
}
