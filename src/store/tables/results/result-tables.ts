import type { Disclosure } from '../../rights-store.js';
import { pageOf } from '../../sql/page.js';
import type { ExchangeRecord, Page, ResultQuery, Store, StoredResult, Stretch } from '../../store.js';
import { wholeExchange } from '../exchanges/exchange-columns.js';
import { RetentionTables } from '../retention/retention-tables.js';
import { resultPage, resultPlaces, resultRowsAt, revisionExchanges, revisionRows } from './result-reads.js';
import type { ResultRowColumns } from './stored-result.js';

type Results = 'results' | 'resultPlaces' | 'resultsAt' | 'revisions' | 'revisionExchanges';

/** The part of the store that gives results. */
export abstract class ResultTables extends RetentionTables implements Pick<Store, 'record' | Results> {
  /** Results by place, in the order of their rows, with what is kept beside them. */
  protected abstract completed(
    rows: readonly ResultRowColumns[],
  ): ReadonlyMap<number, StoredResult> | Promise<ReadonlyMap<number, StoredResult>>;

  async record(exchange: ExchangeRecord, disclosure?: Disclosure): Promise<void> {
    await this.access.write({ kind: 'record', ...wholeExchange(exchange), disclosure });
  }

  async results({ limit, ...query }: ResultQuery): Promise<Page<StoredResult>> {
    const { places, rows } = await this.access.askAtOnce('results', resultPage({ ...query, limit }));
    const results = await this.completed(rows);
    return pageOf(
      'results',
      places.map((seq) => ({ seq })),
      limit,
      ({ seq }) => results.get(seq) as StoredResult,
    );
  }

  async resultPlaces(query: Omit<ResultQuery, 'cursor' | 'limit'>, stretch: Stretch): Promise<readonly number[]> {
    return this.access.askAtOnce('results', resultPlaces(query, stretch));
  }

  async resultsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, StoredResult>> {
    return this.completed(await this.access.ask('results', resultRowsAt(school, places)));
  }

  async revisions(school: string, id: string): Promise<readonly StoredResult[]> {
    const results = await this.completed(await this.access.askAtOnce('results', revisionRows(school, id)));
    return [...results.values()];
  }

  async revisionExchanges(school: string, id: string): Promise<readonly string[]> {
    return this.access.askAtOnce('results', revisionExchanges(school, id));
  }
}
