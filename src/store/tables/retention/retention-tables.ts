import type { PurgeLine, PurgeReport, PurgeRun, PurgeScope, PurgeWeight, RetentionStore, SchoolTerm } from '../../retention-store.js';
import { StoreError } from '../../store-error.js';
import { DirectoryTables } from '../directory/directory-tables.js';
import { isHeld, isSomeHeld } from './legal-hold.js';
import { forecast } from './purge-forecast.js';
import { knownMoment, purgeReports, retentionTerms } from './purge-reports.js';

/** The part of the store that forgets. */
export abstract class RetentionTables extends DirectoryTables implements RetentionStore {
  abstract startPurge(at: string): Promise<PurgeRun | undefined>;

  async retentionTerms(): Promise<readonly SchoolTerm[]> {
    return this.access.ask('retention terms', retentionTerms());
  }

  async setRetentionTerm({ school, class: of, days, setAt }: Parameters<RetentionStore['setRetentionTerm']>[0]): Promise<void> {
    await this.access.write({ kind: 'retention', work: { do: 'term', school, class: of, days, at: setAt } });
  }

  async forecastPurge(scopes: readonly PurgeScope[]): Promise<readonly PurgeLine[]> {
    if (new Set(scopes.map((scope) => scope.school)).size > 1) throw new StoreError('failed', 'retention: a forecast is of one school');
    const school = scopes[0]?.school;
    if (school !== undefined && (await this.access.ask('schools', isHeld(school)))) return [];
    const held = await this.access.ask('schools', isSomeHeld());
    const allowed = scopes.filter((scope) => scope.class !== 'audit' || !held);
    return this.access.askWhole('retention', forecast(allowed));
  }

  /** On the thread that writes, though it reads: it may take longer than the event loop of the gateway has. */
  async weighPurge(scopes: readonly PurgeScope[], earlier: readonly PurgeScope[], at: string): Promise<readonly PurgeWeight[]> {
    return (await this.access.write({ kind: 'retention', work: { do: 'weigh', scopes, earlier, at } })) as PurgeWeight[];
  }

  async knownMoment(now: string): Promise<string | undefined> {
    return this.access.askAtOnce('purges', knownMoment(Date.parse(now)));
  }

  async purgeReports(limit: number): Promise<readonly PurgeReport[]> {
    return this.access.askAtOnce('purges', purgeReports(limit));
  }
}
