import type { KeptText, KeptTextQuery } from '../../rights-store.js';
import { cells, query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import type { StoredResult } from '../../store.js';
import { placesOfSources } from '../results/places-of-sources.js';
import { resultsAt } from '../results/results-at.js';
import { type ResultRowColumns, StoredResults } from '../results/stored-result.js';

interface KeptTextRow {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly document: string;
}

interface KeptResultRow extends ResultRowColumns {
  readonly key: string | null;
  readonly sealed_key: Uint8Array | null;
}

interface OfSchool {
  readonly school: string;
}

interface StretchValues extends OfSchool {
  readonly id: string;
  readonly revision: number;
  readonly limit: number;
}

const byId = (table: 'assessments' | 'signals') =>
  query<KeptTextRow, StretchValues>(
    () => `
      SELECT seq, id, revision, document FROM ${table}
      WHERE school = @school AND (id, revision) > (@id, @revision) ORDER BY id, revision LIMIT @limit`,
  );

const TEXTS = {
  assessments: byId('assessments'),
  signals: byId('signals'),
  activities: query<KeptTextRow, StretchValues>(
    () => `
      SELECT seq, '' AS id, seq AS revision, document FROM activities
      WHERE school = @school AND seq > @revision ORDER BY seq LIMIT @limit`,
  ),
} as const;
const SOURCES = cells<readonly [seq: number], OfSchool>(() => 'SELECT seq FROM sources WHERE school = @school');
const RESULTS = query<KeptResultRow, OfSchool & { readonly places: readonly number[] }>((words) =>
  resultsAt(words, ', r.key, r.sealed_key'),
);

/** A stretch of the clear texts of a school. */
export function* keptTexts({ school, of, after = { seq: 0, id: '', revision: 0 }, limit }: KeptTextQuery): Script<readonly KeptText[]> {
  if (of === 'results') return yield* textsOfResults(school, after.seq, limit);
  return yield* all(TEXTS[of], { school, id: after.id, revision: after.revision, limit });
}

/** In the order in which they were stored: nothing keeps them in that of their ids. */
function* textsOfResults(school: string, after: number, limit: number): Script<readonly KeptText[]> {
  const stored = new StoredResults();
  const sources = (yield* all(SOURCES, { school })).map(([seq]) => seq);
  const places = yield* placesOfSources(sources, [0, 1], { after, limit });
  return (yield* all(RESULTS, { school, places })).map((row) => {
    const { key, sealed_key } = row;
    const result = stored.of(row);
    return {
      ...{ seq: row.seq, id: result.id, revision: row.revision, document: JSON.stringify(documentOf(result)) },
      ...(key === null ? {} : { key }),
      ...(sealed_key === null ? {} : { sealedKey: sealed_key }),
    };
  });
}

/** What a result says, without what the store adds to it. */
function documentOf({ revision: _, storedAt: __, rosterLearner: ___, supersedes: ____, ...result }: StoredResult): object {
  return result;
}
