import type { Database, Statement } from 'better-sqlite3';
import { type EckIdOf, FIND_ECK_ID, INSERT_ECK_ID } from '../../tables/results/eck-ids.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

/**
 * The ECK iDs that results came with, numbered per learner: a pupil has one for years, and its hundred letters are not kept with each
 * result. Synchronous; runs inside the caller's transaction.
 */
export class EckIdTable {
  private readonly find: Statement<[EckIdOf], number>;
  private readonly insert: Statement<[EckIdOf], number>;

  constructor(db: Database) {
    const { words } = sqliteDialect();
    this.find = db.prepare<[EckIdOf], number>(FIND_ECK_ID.text(words)).pluck();
    this.insert = db.prepare<[EckIdOf], number>(INSERT_ECK_ID.text(words)).pluck();
  }

  /** The number of an ECK iD of a learner; 0 for none. */
  numberOf(learner: number, eckId: string | null): number {
    if (eckId === null) return 0;
    const of = { learner, eckId };
    return this.find.get(of) ?? (this.insert.get(of) as number);
  }
}
