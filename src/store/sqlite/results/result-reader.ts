import type { Database } from 'better-sqlite3';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, pageSize, rowsFor } from '../../sql/page.js';
import { pieces, placeholders } from '../../sql/placeholders.js';
import type { Page, ResultQuery, StoredResult, Stretch } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { firstSince } from '../../tables/exchanges/first-since.js';
import { idBytes } from '../../tables/results/result-id.js';
import { sourcesOf } from '../../tables/results/sources-of.js';
import type { ResultRowColumns } from '../../tables/results/stored-result.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { StatementCache } from '../connection/statement-cache.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import { placedIds } from './placed-ids.js';
import { ALL_PLACES, LAST_PLACE, placesOfSources } from './places-of-sources.js';
import { RESULTS_AT } from './results-at.js';

/** The places of every revision of one result. */
const REVISIONS = `
  SELECT seq, revision FROM results INDEXED BY results_current WHERE source IN ${sourcesOf('@school')} AND id IN ${placedIds('@id')} AND current = 1
  UNION ALL SELECT seq, revision FROM results INDEXED BY results_superseded WHERE source IN ${sourcesOf('@school')} AND id IN ${placedIds('@id')} AND current = 0 ORDER BY revision`;

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
  private readonly scripts: ScriptRunner;

  constructor(db: Database, indexes: GoalIndexes) {
    this.complete = new CompleteResults(db, indexes);
    this.statements = new StatementCache(db);
    this.scripts = new ScriptRunner(db);
  }

  page({ cursor, limit, ...query }: ResultQuery): Page<StoredResult> {
    const places = this.places(query, { after: cursor === undefined ? 0 : seqOf('results', cursor), limit: rowsFor(limit) });
    const results = this.at(query.school, places.slice(0, pageSize(limit)));
    const rows = places.map((seq) => ({ seq }));
    return pageOf('results', rows, limit, ({ seq }) => results.get(seq) as StoredResult);
  }

  places(query: Omit<ResultQuery, 'cursor' | 'limit'>, { after, upTo, limit }: Stretch): readonly number[] {
    const start = this.start(query, after);
    if (start === undefined) return [];
    const stretch = { after: start, upTo: upTo ?? LAST_PLACE, limit: limit ?? ALL_PLACES };
    const sources = this.sources(query);
    const isOfLearners = query.learner !== undefined || query.learners !== undefined;
    return isOfLearners ? this.placesOfLearners(query, sources, stretch) : placesOfSources(this.statements, sources, [1], stretch);
  }

  at(school: string, places: readonly number[]): ReadonlyMap<number, StoredResult> {
    const rows = this.statements.prepare<ResultRowColumns>(RESULTS_AT).all({ school, places: JSON.stringify(places) });
    return new Map(this.complete.all(rows).map((result, at) => [rows[at]!.seq, result]));
  }

  revisions(school: string, id: string): readonly StoredResult[] {
    const places = this.revisionPlaces(school, id);
    const results = this.at(school, places);
    return places.map((place) => results.get(place) as StoredResult);
  }

  /** Of each revision the exchange that brought it. */
  exchangesOf(school: string, id: string): readonly string[] {
    const exchange = this.statements.prepare<{ id: string }>(
      'SELECT e.id FROM results r JOIN exchanges e ON e.seq = r.exchange WHERE r.seq = ?',
    );
    return this.revisionPlaces(school, id).map((place) => exchange.get(place)!.id);
  }

  private revisionPlaces(school: string, id: string): readonly number[] {
    return this.statements
      .prepare<{ seq: number }>(REVISIONS)
      .all({ school, id: idBytes(id) })
      .map(({ seq }) => seq);
  }

  private sources({ school, party }: Pick<ResultQuery, 'school' | 'party'>): readonly number[] {
    return this.statements
      .prepare<{ seq: number }>('SELECT seq FROM sources WHERE school = @school AND (@party IS NULL OR party = @party)')
      .all({ school, party: party ?? null })
      .map(({ seq }) => seq);
  }

  /** Left to itself SQLite goes through the whole school to find a few learners. */
  private placesOfLearners(query: LearnersQuery, sources: readonly number[], { after, upTo, limit }: Required<Stretch>): readonly number[] {
    const { filter, parameters } = learnersOf(query);
    const sql = `
      SELECT r.seq FROM results r INDEXED BY results_by_learner
      WHERE r.current = 1 AND ${filter} AND r.source IN (SELECT value FROM json_each(?)) AND r.seq > ? AND r.seq <= ? ORDER BY r.seq LIMIT ?`;
    return this.statements
      .prepare<{ seq: number }>(sql)
      .all(...parameters, JSON.stringify(sources), after, upTo, limit)
      .map(({ seq }) => seq);
  }

  /** The `seq` that the page comes after; undefined when nothing was stored since. */
  private start({ school, since }: Pick<ResultQuery, 'school' | 'since'>, after: number): number | undefined {
    if (since === undefined) return after;
    const instant = Date.parse(since);
    if (Number.isNaN(instant)) throw new StoreError('unknown', 'results: since is not an instant');
    // Of the school alone: those of others may be stored at the same time, in an order that is not that of their numbers.
    const first = this.scripts.run(firstSince(school, instant));
    return first && Math.max(after, first.results_before);
  }
}

type LearnersQuery = Pick<ResultQuery, 'school' | 'learner' | 'learners'>;

/** Conditions of results of learners, and their values. */
function learnersOf({ school, learner, learners }: LearnersQuery): { readonly filter: string; readonly parameters: readonly string[] } {
  const conditions: string[] = [];
  const parameters: string[] = [];
  if (learner !== undefined) {
    conditions.push(`r.learner IN (${LEARNERS})`);
    parameters.push(school, learner, school, learner, school, learner);
  }
  if (learners !== undefined) {
    const asked = pieces(learners);
    const lists = asked.map((some) => `roster_learner IN (${placeholders(some)})`);
    conditions.push(`r.learner IN (SELECT seq FROM learners WHERE school = ? AND (${lists.join(' OR ')}))`);
    parameters.push(school, ...asked.flat());
  }
  return { filter: conditions.join(' AND '), parameters };
}
