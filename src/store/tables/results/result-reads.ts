import { seqOf } from '../../sql/cursor.js';
import { pageSize, rowsFor } from '../../sql/page.js';
import { cells, family, query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import type { ResultQuery, Stretch } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { firstSince } from '../exchanges/first-since.js';
import { ALL_PLACES, LAST_PLACE, placesOfSources } from './places-of-sources.js';
import { placedIds } from './result-id.js';
import { resultsAt } from './results-at.js';
import { sourcesOf } from './sources-of.js';
import type { ResultRowColumns } from './stored-result.js';

/** Which results of a school. */
type ResultsQuery = Omit<ResultQuery, 'cursor' | 'limit'>;

interface OfSchool {
  readonly school: string;
}

const AT = query<ResultRowColumns, OfSchool & { readonly places: readonly number[] }>((words) => resultsAt(words));

/** The place of every revision of one result, whose id stands in one of many. SQLite takes so many ids for a reason to go through the whole source. */
const REVISIONS = query<{ readonly seq: number; readonly revision: number }, OfSchool & { readonly ids: readonly Uint8Array[] }>(
  ({ by, inList }) => {
    const one = (index: string, current: 0 | 1) => `
    SELECT seq, revision FROM results ${by(index)}
    WHERE source IN ${sourcesOf('@school')} AND id ${inList('bytes', 'ids')} AND current = ${current}`;
    return `${one('results_current', 1)} UNION ALL ${one('results_superseded', 0)} ORDER BY revision`;
  },
);

const EXCHANGES = query<{ readonly seq: number; readonly id: string }, { readonly places: readonly number[] }>(
  ({ inList }) => `
    SELECT r.seq, e.id FROM results r JOIN exchanges e ON e.seq = r.exchange WHERE r.seq ${inList('number', 'places')}`,
);
const SOURCES = cells<readonly [seq: number], OfSchool & { readonly party: string | null }>(
  () => 'SELECT seq FROM sources WHERE school = @school AND (CAST(@party AS TEXT) IS NULL OR party = @party)',
);

/**
 * The learners of results that a name stands for. Where it is the id of a learner of the roster, results under that same name that
 * turned out to be somebody else's are not meant.
 */
const OF_NAME = `
  SELECT seq FROM learners WHERE school = @school AND roster_learner = @learner
  UNION SELECT seq FROM learners WHERE school = @school AND alias = @learner AND (
    roster_learner IS NULL OR NOT EXISTS (SELECT 1 FROM roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner))`;

type LearnersShape = 'learner' | 'learners' | 'learner and learners';

/** Left to itself a database goes through the whole school, or all places in their order, to find a few learners. */
const OF_LEARNERS = family<
  LearnersShape,
  { readonly seq: number },
  Pick<ResultQuery, 'school' | 'learner' | 'learners'> & Required<Stretch> & { readonly sources: readonly number[] }
>(['learner', 'learners', 'learner and learners'], (shape, { by, inList }) => {
  const ofName = shape === 'learners' ? '' : `AND r.learner IN (${OF_NAME})`;
  const ofRoster =
    shape === 'learner'
      ? ''
      : `AND r.learner IN (SELECT seq FROM learners WHERE school = @school AND roster_learner ${inList('text', 'learners')})`;
  return `
    SELECT r.seq FROM results r ${by('results_by_learner')}
    WHERE r.current = 1 ${ofName} ${ofRoster}
      AND r.source ${inList('number', 'sources')} AND r.seq + 0 > @after AND r.seq + 0 <= @upTo ORDER BY r.seq + 0 LIMIT @limit`;
});

/** One page: the places of its results and one more, if there is one, and the rows of its results. */
export function* resultPage({ cursor, limit, ...asked }: ResultQuery): Script<{
  readonly places: readonly number[];
  readonly rows: readonly ResultRowColumns[];
}> {
  const after = cursor === undefined ? 0 : seqOf('results', cursor);
  const places = yield* resultPlaces(asked, { after, limit: rowsFor(limit) });
  return { places, rows: yield* resultRowsAt(asked.school, places.slice(0, pageSize(limit))) };
}

/** Places of current results, lowest first. Throws `StoreError('unknown')` when `since` is no instant. */
export function* resultPlaces(asked: ResultsQuery, { after, upTo, limit }: Stretch): Script<readonly number[]> {
  const start = yield* startOf(asked, after);
  if (start === undefined) return [];
  const { school, party = null, learner, learners } = asked;
  const stretch = { after: start, upTo: upTo ?? LAST_PLACE, limit: limit ?? ALL_PLACES };
  const sources = (yield* all(SOURCES, { school, party })).map(([seq]) => seq);
  const shape = shapeOf(asked);
  if (shape === undefined) return yield* placesOfSources(sources, [1], stretch);
  const named = { ...(learner !== undefined && { learner }), ...(learners !== undefined && { learners }) };
  return (yield* all(OF_LEARNERS(shape), { school, ...named, sources, ...stretch })).map(({ seq }) => seq);
}

/** Rows of results at places, in that order. */
export function resultRowsAt(school: string, places: readonly number[]): Script<readonly ResultRowColumns[]> {
  return all(AT, { school, places });
}

/** Rows of every revision of a result, the first one first. */
export function* revisionRows(school: string, id: string): Script<readonly ResultRowColumns[]> {
  const places = yield* revisionPlaces(school, id);
  const rows = new Map((yield* resultRowsAt(school, places)).map((row) => [row.seq, row]));
  return places.map((place) => rows.get(place)!);
}

/** Of each revision of a result the exchange that brought it. */
export function* revisionExchanges(school: string, id: string): Script<readonly string[]> {
  const places = yield* revisionPlaces(school, id);
  const exchanges = new Map((yield* all(EXCHANGES, { places })).map((row) => [row.seq, row.id]));
  return places.map((place) => exchanges.get(place)!);
}

function* revisionPlaces(school: string, id: string): Script<readonly number[]> {
  return (yield* all(REVISIONS, { school, ids: placedIds(id) })).map(({ seq }) => seq);
}

function shapeOf({ learner, learners }: ResultsQuery): LearnersShape | undefined {
  if (learner === undefined) return learners === undefined ? undefined : 'learners';
  return learners === undefined ? 'learner' : 'learner and learners';
}

/** The `seq` that the page comes after; undefined when nothing was stored since. */
function* startOf({ school, since }: ResultsQuery, after: number): Script<number | undefined> {
  if (since === undefined) return after;
  const instant = Date.parse(since);
  if (Number.isNaN(instant)) throw new StoreError('unknown', 'results: since is not an instant');
  // Of the school alone: those of others may be stored at the same time, in an order that is not that of their numbers.
  const found = yield* firstSince(school, instant);
  return found && Math.max(after, found.results_before);
}
