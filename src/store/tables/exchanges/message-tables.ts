import type {
  AnsweredRequest,
  AssessmentQuery,
  ExchangeActivity,
  ExchangeQuery,
  Page,
  ReusedKeys,
  Store,
  StoredAssessment,
  StoredExchange,
} from '../../store.js';
import { aliasesByEckId } from '../aliases/aliases-by-eck-id.js';
import { assessmentPage, assessmentsOf } from '../results/assessment-reads.js';
import { RosterTables } from '../roster/roster-tables.js';
import { exchangeActivity, exchangePage, exchangeWith } from './exchange-reads.js';
import { answeredRequest } from './request-keys.js';
import { reusedKeys } from './reused-keys.js';

type Reads =
  | 'answeredRequest'
  | 'aliasesByEckId'
  | 'assessments'
  | 'assessmentsOf'
  | 'exchanges'
  | 'exchange'
  | 'exchangeActivity'
  | 'reusedKeys';

/** The part of the store that tells what came, and what came of it. */
export class MessageTables extends RosterTables implements Pick<Store, Reads> {
  async answeredRequest(school: string, party: string, key: string): Promise<AnsweredRequest | undefined> {
    return this.access.ask('requests', answeredRequest({ school, party, key }));
  }

  async aliasesByEckId(school: string, eckIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.access.askMany('learners', eckIds, (some) => aliasesByEckId(school, some));
  }

  async assessments(query: AssessmentQuery): Promise<Page<StoredAssessment>> {
    return this.access.ask('assessments', assessmentPage(query));
  }

  async assessmentsOf(school: string, ids: readonly string[]): Promise<readonly StoredAssessment[]> {
    return this.access.ask('assessments', assessmentsOf(school, ids));
  }

  async exchanges(query: ExchangeQuery): Promise<Page<StoredExchange>> {
    return this.access.askAtOnce('exchanges', exchangePage(query));
  }

  async exchange(id: string): Promise<StoredExchange | undefined> {
    return this.access.ask('exchanges', exchangeWith(id));
  }

  async exchangeActivity(school: string): Promise<readonly ExchangeActivity[]> {
    return this.access.ask('exchanges', exchangeActivity(school));
  }

  async reusedKeys(since: string): Promise<readonly ReusedKeys[]> {
    return this.access.askWhole('exchanges', reusedKeys(since));
  }
}
