import type { Database } from 'better-sqlite3';
import type { Page, ResultQuery, StoredResult, Stretch } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { StatementCache } from '../connection/statement-cache.js';
import { CompleteResults, type ResultDocumentRow } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import { seqOf } from '../sql/cursor.js';
import { pageOf, rowsFor } from '../sql/page.js';
import { pieces, placeholders } from '../sql/placeholders.js';

const COLUMNS = 'r.seq, r.revision, r.document, r.activity, e.stored_at, l.roster_learner';
const JOIN = 'JOIN exchanges e ON e.seq = r.exchange JOIN learners l ON l.seq = r.learner WHERE r.school = ?';
const SELECT = `SELECT ${COLUMNS} FROM results r ${JOIN}`;

/** Of any place, and of any number of them. */
const LAST = Number.MAX_SAFE_INTEGER;
const ALL = -1;

/**
 * The learners of results that a name stands for. Where it is the id of a learner of the roster, results under that same name that
 * turned out to be somebody else's are not meant.
 */
const LEARNERS = `
  SELECT seq FROM learners WHERE school = ? AND roster_learner = ?
  UNION SELECT seq FROM learners WHERE school = ? AND alias = ? AND (
    roster_learner IS NULL OR NOT EXISTS (SELECT 1 FROM roster_objects WHERE school = ? AND kind = 'learner' AND id = ?))`;

/** Reads results. Synchronous, in small steps. */
export class ResultReader {
  private readonly statements: StatementCache;
  private readonly complete: CompleteResults;

  constructor(db: Database, indexes: GoalIndexes) {
    this.complete = new CompleteResults(db, indexes);
    this.statements = new StatementCache(db);
  }

  page(query: ResultQuery): Page<StoredResult> {
    const start = this.start(query.since, query.cursor === undefined ? 0 : seqOf('results', query.cursor));
    if (start === undefined) return { items: [] };
    const { filter, parameters } = filterOf(query);
    const sql = `SELECT ${COLUMNS} ${from(query)} ${JOIN} ${filter} AND r.seq > ? ORDER BY r.seq LIMIT ?`;
    const rows = this.statements.prepare<ResultDocumentRow>(sql).all(...parameters, start, rowsFor(query.limit));
    return pageOf('results', rows, query.limit, this.complete.reading());
  }

  places(query: Omit<ResultQuery, 'cursor' | 'limit'>, { after, upTo, limit }: Stretch): readonly number[] {
    const start = this.start(query.since, after);
    if (start === undefined) return [];
    const { filter, parameters } = filterOf(query);
    const sql = `SELECT r.seq ${from(query)} WHERE r.school = ? ${filter} AND r.seq > ? AND r.seq <= ? ORDER BY r.seq LIMIT ?`;
    const rows = this.statements.prepare<{ seq: number }>(sql).all(...parameters, start, upTo ?? LAST, limit ?? ALL);
    return rows.map(({ seq }) => seq);
  }

  at(school: string, places: readonly number[]): ReadonlyMap<number, StoredResult> {
    const rows = this.statements
      .prepare<ResultDocumentRow>(`${SELECT} AND r.seq IN (SELECT value FROM json_each(?))`)
      .all(school, JSON.stringify(places));
    return new Map(this.complete.all(rows).map((result, at) => [rows[at]!.seq, result]));
  }

  revisions(school: string, id: string): readonly StoredResult[] {
    return this.complete.all(this.statements.prepare<ResultDocumentRow>(`${SELECT} AND r.id = ? ORDER BY r.revision`).all(school, id));
  }

  /** Of each revision the exchange that brought it. */
  exchangesOf(school: string, id: string): readonly string[] {
    const sql = 'SELECT e.id FROM results r JOIN exchanges e ON e.seq = r.exchange WHERE r.school = ? AND r.id = ? ORDER BY r.revision';
    return this.statements
      .prepare<{ id: string }>(sql)
      .all(school, id)
      .map((row) => row.id);
  }

  /** The `seq` that the page comes after; undefined when nothing was stored since. */
  private start(since: string | undefined, after: number): number | undefined {
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

/** Left to itself SQLite goes through the whole school to find a few learners. */
function from({ learner, learners }: Pick<ResultQuery, 'learner' | 'learners'>): string {
  return learner === undefined && learners === undefined ? 'FROM results r' : 'FROM results r INDEXED BY results_by_learner';
}

/** Conditions of current results, and values for `r.school = ?` and for them. */
function filterOf({ school, learner, learners, party }: Pick<ResultQuery, 'school' | 'learner' | 'learners' | 'party'>) {
  const parameters: unknown[] = [school];
  let filter = 'AND r.current = 1';
  if (learner !== undefined) {
    filter += ` AND r.learner IN (${LEARNERS})`;
    parameters.push(school, learner, school, learner, school, learner);
  }
  if (learners !== undefined) {
    const asked = pieces(learners);
    const lists = asked.map((some) => `roster_learner IN (${placeholders(some)})`);
    filter += ` AND r.learner IN (SELECT seq FROM learners WHERE school = ? AND (${lists.join(' OR ')}))`;
    parameters.push(school, ...asked.flat());
  }
  if (party !== undefined) {
    // The plus keeps SQLite from going through all that a party delivered to find one learner.
    filter += learner === undefined && learners === undefined ? ' AND r.party = ?' : ' AND +r.party = ?';
    parameters.push(party);
  }
  return { filter, parameters };
}
