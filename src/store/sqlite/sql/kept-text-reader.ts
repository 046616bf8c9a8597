import type { Database, Statement } from 'better-sqlite3';
import type { KeptText, KeptTextQuery } from '../../rights-store.js';
import type { StoredResult } from '../../store.js';
import { type ResultRowColumns, StoredResults } from '../../tables/results/stored-result.js';
import { StatementCache } from '../connection/statement-cache.js';
import { placesOfSources } from '../results/places-of-sources.js';
import { resultsAt } from '../results/results-at.js';

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

/** Reads the clear texts of a school, a stretch at a time. Synchronous. */
export class KeptTextReader {
  private readonly cache: StatementCache;
  private readonly sources: Statement<[school: string], number>;
  private readonly results: Statement<unknown[], KeptResultRow>;
  private readonly statements: Readonly<Record<Exclude<KeptTextQuery['of'], 'results'>, Statement<unknown[], KeptTextRow>>>;

  constructor(db: Database) {
    const select = (of: 'assessments' | 'signals') =>
      db.prepare<unknown[], KeptTextRow>(`
        SELECT seq, id, revision, document FROM ${of}
        WHERE school = @school AND (id, revision) > (@id, @revision) ORDER BY id, revision LIMIT @limit`);
    this.cache = new StatementCache(db);
    this.sources = db.prepare<[string], number>('SELECT seq FROM sources WHERE school = ?').pluck();
    this.results = db.prepare(resultsAt(', r.key, r.sealed_key'));
    this.statements = {
      assessments: select('assessments'),
      signals: select('signals'),
      activities: db.prepare<unknown[], KeptTextRow>(`
        SELECT seq, '' AS id, seq AS revision, document FROM activities
        WHERE school = @school AND seq > @revision ORDER BY seq LIMIT @limit`),
    };
  }

  read({ school, of, after = { seq: 0, id: '', revision: 0 }, limit }: KeptTextQuery): readonly KeptText[] {
    if (of === 'results') return this.readResults(school, after.seq, limit);
    return this.statements[of].all({ school, id: after.id, revision: after.revision, limit });
  }

  /** In the order in which they were stored: nothing keeps them in that of their ids. */
  private readResults(school: string, after: number, limit: number): readonly KeptText[] {
    const stored = new StoredResults();
    const places = placesOfSources(this.cache, this.sources.all(school), [0, 1], { after, limit });
    return this.results.all({ school, places: JSON.stringify(places) }).map((row) => {
      const { key, sealed_key } = row;
      const result = stored.of(row);
      return {
        ...{ seq: row.seq, id: result.id, revision: row.revision, document: JSON.stringify(documentOf(result)) },
        ...(key === null ? {} : { key }),
        ...(sealed_key === null ? {} : { sealedKey: sealed_key }),
      };
    });
  }
}

/** What a result says, without what the store adds to it. */
function documentOf({ revision: _, storedAt: __, rosterLearner: ___, supersedes: ____, ...result }: StoredResult): object {
  return result;
}
