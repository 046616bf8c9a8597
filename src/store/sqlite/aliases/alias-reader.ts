import type { Database, Statement } from 'better-sqlite3';

interface AliasRow {
  readonly eck_id: string;
  readonly alias: string;
}

/** Finds learners in the vault. Synchronous: ask for some hundreds at a time. */
export class AliasReader {
  private readonly byEckId: Statement<[string, string], AliasRow>;

  constructor(db: Database) {
    // One pupil may have two aliases: one from before the LAS's key was known. The one with that key comes last and wins.
    this.byEckId = db.prepare(`
      SELECT eck_id, alias FROM learners WHERE school = ? AND eck_id IN (SELECT value FROM json_each(?))
      ORDER BY sealed_id IS NOT NULL, seq`);
  }

  find(school: string, eckIds: readonly string[]): (readonly [eckId: string, alias: string])[] {
    return this.byEckId.all(school, JSON.stringify(eckIds)).map((row) => [row.eck_id, row.alias]);
  }
}
