import type { UnmatchedLearner } from '../../roster-store.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { cells, query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import type { Page, Stretch } from '../../store.js';

interface UnmatchedRow {
  readonly seq: number;
  readonly learner: string;
  readonly results: number;
}

interface OfSchool {
  readonly school: string;
}

const KNOWN = cells<readonly [alias: string, learner: string], OfSchool & { readonly aliases: readonly string[] }>(
  ({ inList }) => `SELECT alias, learner FROM learner_aliases WHERE school = @school AND alias ${inList('text', 'aliases')}`,
);

const IS_UNMATCHED = `
  school = @school AND roster_learner IS NULL AND EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND r.current = 1)`;
const SELECT = `
  SELECT seq, alias AS learner, (SELECT count(*) FROM results r WHERE r.learner = l.seq AND r.current = 1) AS results
  FROM learners l WHERE ${IS_UNMATCHED}`;

const UNMATCHED = query<UnmatchedRow, OfSchool & { readonly after: number; readonly limit: number }>(
  () => `${SELECT} AND seq > @after ORDER BY seq LIMIT @limit`,
);
const PLACES = query<{ readonly seq: number }, OfSchool & Required<Stretch>>(
  () => `SELECT seq FROM learners l WHERE ${IS_UNMATCHED} AND seq > @after AND seq <= @upTo ORDER BY seq LIMIT @limit`,
);
const AT = query<UnmatchedRow, OfSchool & { readonly places: readonly number[] }>(
  ({ inList }) => `${SELECT} AND seq ${inList('number', 'places')}`,
);

/** Which pseudonym is of which learner of the roster. Ask for some hundreds at a time. */
export function knownLearners(school: string, aliases: readonly string[]): Script<readonly (readonly [alias: string, learner: string])[]> {
  return all(KNOWN, { school, aliases });
}

/** Learners who are in no roster. */
export function* unmatchedPage({
  school,
  cursor,
  limit,
}: {
  readonly school: string;
  readonly cursor?: string;
  readonly limit: number;
}): Script<Page<UnmatchedLearner>> {
  const after = cursor === undefined ? 0 : seqOf('unmatched', cursor);
  const rows = yield* all(UNMATCHED, { school, after, limit: rowsFor(limit) });
  return pageOf('unmatched', rows, limit, ({ learner, results }) => ({ learner, results }));
}

export function* unmatchedPlaces(
  school: string,
  { after, upTo = Number.MAX_SAFE_INTEGER, limit = Number.MAX_SAFE_INTEGER }: Stretch,
): Script<readonly number[]> {
  return (yield* all(PLACES, { school, after, upTo, limit })).map(({ seq }) => seq);
}

export function* unmatchedAt(school: string, places: readonly number[]): Script<ReadonlyMap<number, UnmatchedLearner>> {
  const rows = yield* all(AT, { school, places });
  return new Map(rows.map(({ seq, learner, results }) => [seq, { learner, results }]));
}
