import type { Database, Statement } from 'better-sqlite3';
import { ASK_RETAG, type AskedRetag } from '../../../tables/goals/ask-retag.js';
import { sqliteDialect } from '../../sql/sqlite-words.js';

/** Asks for re-tags, for the writer and the tables that it calls. Synchronous; runs inside the caller's transaction. */
export class RetagQueue {
  private readonly insert: Statement<[AskedRetag]>;

  constructor(db: Database) {
    this.insert = db.prepare<[AskedRetag]>(ASK_RETAG.text(sqliteDialect().words));
  }

  ask(school: string, cause: string, at: number): void {
    this.insert.run({ school, cause, at });
  }
}
