import type { Database, Statement } from 'better-sqlite3';
import type { UnmatchedLearner } from '../roster-store.js';
import type { Page } from '../store.js';
import { seqOf } from './cursor.js';
import { pageOf, rowsFor } from './page.js';

type Alias = readonly [alias: string, learner: string];

interface UnmatchedRow {
  readonly seq: number;
  readonly learner: string;
  readonly results: number;
}

/** Reads which pseudonym is of which learner of the roster, and who is of none. Synchronous, in small steps. */
export class RosterLearnerReader {
  private readonly some: Statement<[string, string], Alias>;
  private readonly unknown: Statement<[string, number, number], UnmatchedRow>;
  private readonly schools: Statement<[], string>;

  constructor(db: Database) {
    this.some = db
      .prepare<[string, string], Alias>(
        'SELECT alias, learner FROM learner_aliases WHERE school = ? AND alias IN (SELECT value FROM json_each(?))',
      )
      .raw();
    this.unknown = db.prepare(`
      SELECT seq, alias AS learner, (SELECT count(*) FROM results r WHERE r.learner = l.seq AND r.current = 1) AS results FROM learners l
      WHERE school = ? AND roster_learner IS NULL AND seq > ? AND EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND r.current = 1)
      ORDER BY seq LIMIT ?`);
    this.schools = db.prepare<[], string>('SELECT DISTINCT school FROM rosters').pluck();
  }

  /** Ask for some hundreds at a time. */
  known(school: string, aliases: readonly string[]): readonly Alias[] {
    return this.some.all(school, JSON.stringify(aliases));
  }

  unmatched({ school, cursor, limit }: { school: string; cursor?: string; limit: number }): Page<UnmatchedLearner> {
    const after = cursor === undefined ? 0 : seqOf('unmatched', cursor);
    return pageOf('unmatched', this.unknown.all(school, after, rowsFor(limit)), limit, ({ learner, results }) => ({ learner, results }));
  }

  schoolsWithRoster(): readonly string[] {
    return this.schools.all();
  }
}
