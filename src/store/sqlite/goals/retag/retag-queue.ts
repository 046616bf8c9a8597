import type { Database, Statement } from 'better-sqlite3';
import { ASK_RETAG } from '../../../tables/goals/ask-retag.js';
import { sqliteDialect } from '../../sql/sqlite-words.js';

/** Asks for re-tags. Synchronous; runs inside the caller's transaction. */
export class RetagQueue {
  private readonly insert: Statement<unknown[]>;
  private readonly schoolsWith: Statement<unknown[], string>;

  constructor(db: Database) {
    this.insert = db.prepare(ASK_RETAG.text(sqliteDialect().words));
    this.schoolsWith = db
      .prepare<unknown[], string>(`
        SELECT school FROM (
          SELECT school FROM activities WHERE party = coalesce(@party, party) UNION SELECT o.school FROM result_shared h JOIN sources o ON o.seq = h.source WHERE h.activity IS NULL) AS tagged
        WHERE school = coalesce(@school, school) ORDER BY school`)
      .pluck();
  }

  ask(school: string, cause: string, at: number): void {
    this.insert.run({ school, cause, at });
  }

  /** Of every school that has results; only of one school, or of those that have results of a party. */
  askAll(cause: string, at: number, { school = null, party = null }: { school?: string | null; party?: string | null } = {}): void {
    for (const id of this.schoolsWith.all({ school, party })) this.ask(id, cause, at);
  }
}
