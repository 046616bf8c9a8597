import type { Database, Statement } from 'better-sqlite3';

/** Asks for re-tags. Synchronous; runs inside the caller's transaction. */
export class RetagQueue {
  private readonly insert: Statement<unknown[]>;
  private readonly schoolsWith: Statement<unknown[], string>;

  constructor(db: Database) {
    // One that has not begun yet does it all.
    this.insert = db.prepare(`
      INSERT INTO retag_jobs (school, cause, step, position, done, total, changed, links, ended, events, asked_at)
      SELECT @school, @cause, 'results', 0, 0, 0, 0, 0, 0, 0, @at
      WHERE NOT EXISTS (
        SELECT 1 FROM retag_jobs WHERE school = @school AND ended_at IS NULL AND step = 'results' AND position = 0 AND total = 0)`);
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
