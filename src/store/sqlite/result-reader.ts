import type { Database } from 'better-sqlite3';
import type { Result } from '../../model/result.js';
import type { Page, ResultQuery, StoredResult } from '../store.js';
import { StoreError } from '../store-error.js';
import { seqOf } from './cursor.js';
import { type DocumentRow, storedDocument } from './documents.js';
import { pageOf, rowsFor } from './page.js';
import { StatementCache } from './statement-cache.js';

const COLUMNS = 'r.seq, r.revision, r.document, e.stored_at, l.roster_learner';
const JOIN = 'JOIN exchanges e ON e.seq = r.exchange JOIN learners l ON l.seq = r.learner WHERE r.school = ?';
const SELECT = `SELECT ${COLUMNS} FROM results r ${JOIN}`;
// Left to itself SQLite goes through the whole school to find a few learners.
const SELECT_BY_LEARNER = `SELECT ${COLUMNS} FROM results r INDEXED BY results_by_learner ${JOIN}`;

/**
 * The learners of results that a name stands for. Where it is the id of a learner of the roster, results under that same name that
 * turned out to be somebody else's are not meant.
 */
const LEARNERS = `
  SELECT seq FROM learners WHERE school = ? AND roster_learner = ?
  UNION SELECT seq FROM learners WHERE school = ? AND alias = ? AND (
    roster_learner IS NULL OR NOT EXISTS (SELECT 1 FROM roster_objects WHERE school = ? AND kind = 'learner' AND id = ?))`;

interface ResultDocumentRow extends DocumentRow {
  readonly roster_learner: string | null;
}

/** Reads results. Synchronous, in small steps. */
export class ResultReader {
  private readonly statements: StatementCache;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
  }

  page(query: ResultQuery): Page<StoredResult> {
    const start = this.start(query);
    if (start === undefined) return { items: [] };
    const parameters: unknown[] = [query.school];
    let sql = `${query.learner === undefined ? SELECT : SELECT_BY_LEARNER} AND r.current = 1`;
    if (query.learner !== undefined) {
      const { school, learner } = query;
      sql += ` AND r.learner IN (${LEARNERS})`;
      parameters.push(school, learner, school, learner, school, learner);
    }
    if (query.party !== undefined) {
      // The plus keeps SQLite from going through all that a party delivered to find one learner.
      sql += query.learner === undefined ? ' AND r.party = ?' : ' AND +r.party = ?';
      parameters.push(query.party);
    }
    sql += ' AND r.seq > ? ORDER BY r.seq LIMIT ?';
    const rows = this.statements.prepare<ResultDocumentRow>(sql).all(...parameters, start, rowsFor(query.limit));
    return pageOf('results', rows, query.limit, storedResult);
  }

  revisions(school: string, id: string): readonly StoredResult[] {
    return this.statements.prepare<ResultDocumentRow>(`${SELECT} AND r.id = ? ORDER BY r.revision`).all(school, id).map(storedResult);
  }

  /** The `seq` that the page comes after; undefined when nothing was stored since. */
  private start({ cursor, since }: ResultQuery): number | undefined {
    const after = cursor === undefined ? 0 : seqOf('results', cursor);
    if (since === undefined) return after;
    const instant = Date.parse(since);
    if (Number.isNaN(instant)) throw new StoreError('unknown', 'results: since is not an instant');
    // stored_at never goes down, so whatever was stored since then comes after the results of before.
    const mark = this.statements
      .prepare<{ results_before: number }>('SELECT results_before FROM exchanges WHERE stored_at >= ? ORDER BY stored_at, seq LIMIT 1')
      .get(instant);
    return mark && Math.max(after, mark.results_before);
  }
}

function storedResult(row: ResultDocumentRow): StoredResult {
  const stored: StoredResult = storedDocument<Result>('results', row);
  const matched = row.roster_learner === null ? stored : { ...stored, rosterLearner: row.roster_learner };
  return row.revision > 1 ? { ...matched, supersedes: row.revision - 1 } : matched;
}
