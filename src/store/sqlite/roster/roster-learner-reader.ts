import type { Database, Statement } from 'better-sqlite3';
import type { UnmatchedLearner } from '../../roster-store.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import type { Page, Stretch } from '../../store.js';

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
  private readonly unknownPlaces: Statement<[string, number, number, number], number>;
  private readonly unknownAt: Statement<[string, string], UnmatchedRow>;
  private readonly schools: Statement<[], string>;

  constructor(db: Database) {
    this.some = db
      .prepare<[string, string], Alias>(
        'SELECT alias, learner FROM learner_aliases WHERE school = ? AND alias IN (SELECT value FROM json_each(?))',
      )
      .raw();
    const results = '(SELECT count(*) FROM results r WHERE r.learner = l.seq AND r.current = 1) AS results';
    const unmatched =
      'school = ? AND roster_learner IS NULL AND EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND r.current = 1)';
    const select = `SELECT seq, alias AS learner, ${results} FROM learners l WHERE ${unmatched}`;
    this.unknown = db.prepare(`${select} AND seq > ? ORDER BY seq LIMIT ?`);
    this.unknownPlaces = db
      .prepare<[string, number, number, number], number>(
        `SELECT seq FROM learners l WHERE ${unmatched} AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
      )
      .pluck();
    this.unknownAt = db.prepare(`${select} AND seq IN (SELECT value FROM json_each(?))`);
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

  unmatchedPlaces(school: string, { after, upTo = Number.MAX_SAFE_INTEGER, limit = -1 }: Stretch): readonly number[] {
    return this.unknownPlaces.all(school, after, upTo, limit);
  }

  unmatchedAt(school: string, places: readonly number[]): ReadonlyMap<number, UnmatchedLearner> {
    const rows = this.unknownAt.all(school, JSON.stringify(places));
    return new Map(rows.map(({ seq, learner, results }) => [seq, { learner, results }]));
  }

  schoolsWithRoster(): readonly string[] {
    return this.schools.all();
  }
}
