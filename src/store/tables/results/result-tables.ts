import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { GoalStore } from '../../goals/goal-store.js';
import type { Disclosure } from '../../rights-store.js';
import { pageOf } from '../../sql/page.js';
import type { Script } from '../../sql/script.js';
import type { ExchangeRecord, Page, ResultQuery, Store, StoredResult, Stretch } from '../../store.js';
import { wholeExchange } from '../exchanges/exchange-columns.js';
import { completeByPlace, completeResults } from '../goals/complete-results.js';
import { RetentionTables } from '../retention/retention-tables.js';
import { resultPage, resultPlaces, resultRowsAt, revisionExchanges, revisionRows } from './result-reads.js';

type Results = 'results' | 'resultPlaces' | 'resultsAt' | 'revisions' | 'revisionExchanges';

/** The part of the store that gives results. */
export abstract class ResultTables extends RetentionTables implements Pick<Store, 'record' | Results> {
  abstract readonly goals: GoalStore;

  async record(exchange: ExchangeRecord, disclosure?: Disclosure): Promise<void> {
    await this.access.write({ kind: 'record', ...wholeExchange(exchange), disclosure });
  }

  async results(query: ResultQuery): Promise<Page<StoredResult>> {
    return this.access.askAtOnce('results', wholePage(query, this.profiles()));
  }

  async resultPlaces(query: Omit<ResultQuery, 'cursor' | 'limit'>, stretch: Stretch): Promise<readonly number[]> {
    return this.access.askAtOnce('results', resultPlaces(query, stretch));
  }

  async resultsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, StoredResult>> {
    return this.access.askAtOnce('results', resultsAt(school, places, this.profiles()));
  }

  async revisions(school: string, id: string): Promise<readonly StoredResult[]> {
    return this.access.askAtOnce('results', revisionsOf(school, id, this.profiles()));
  }

  async revisionExchanges(school: string, id: string): Promise<readonly string[]> {
    return this.access.askAtOnce('results', revisionExchanges(school, id));
  }

  private profiles(): ProfileIndex {
    return this.goals.profiles.profileIndex();
  }
}

function* wholePage(query: ResultQuery, profiles: ProfileIndex): Script<Page<StoredResult>> {
  const { places, rows } = yield* resultPage(query);
  const results = yield* completeByPlace(rows, profiles);
  return pageOf(
    'results',
    places.map((seq) => ({ seq })),
    query.limit,
    ({ seq }) => results.get(seq) as StoredResult,
  );
}

function* resultsAt(school: string, places: readonly number[], profiles: ProfileIndex): Script<ReadonlyMap<number, StoredResult>> {
  return yield* completeByPlace(yield* resultRowsAt(school, places), profiles);
}

function* revisionsOf(school: string, id: string, profiles: ProfileIndex): Script<readonly StoredResult[]> {
  return yield* completeResults(yield* revisionRows(school, id), profiles);
}
