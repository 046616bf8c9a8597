import {
  PURGE,
  type PurgeLine,
  type PurgeReport,
  type PurgeRun,
  type PurgeScope,
  type PurgeWeight,
  type RetentionStore,
  type SchoolTerm,
} from '../../retention-store.js';
import { StoreError } from '../../store-error.js';
import { isHeld, isSomeHeld } from '../../tables/retention/legal-hold.js';
import { forecast } from '../../tables/retention/purge-forecast.js';
import { knownMoment, purgeReports, retentionTerms } from '../../tables/retention/purge-reports.js';
import { SecretTables } from '../../tables/secret/secret-tables.js';
import { takeDuty } from '../files/duty-lock.js';
import type { StoreAccess } from '../store-access.js';
import { SqlitePurgeRun } from './sqlite-purge-run.js';

/** The part of the SQLite store that forgets. */
export class SqliteRetentionStore extends SecretTables implements RetentionStore {
  constructor(
    protected readonly file: string,
    protected override readonly access: StoreAccess,
  ) {
    super(access);
  }

  async retentionTerms(): Promise<readonly SchoolTerm[]> {
    return this.access.ask('retention terms', retentionTerms());
  }

  async setRetentionTerm({ school, class: of, days, setAt }: Parameters<RetentionStore['setRetentionTerm']>[0]): Promise<void> {
    await this.access.write({ kind: 'retention', work: { do: 'term', school, class: of, days, at: setAt } });
  }

  async startPurge(at: string): Promise<PurgeRun | undefined> {
    const lock = this.access.read('purge lock', () => takeDuty(this.file, PURGE));
    if (lock === undefined) return undefined;
    try {
      const id = (await this.access.write({ kind: 'retention', work: { do: 'begin', at } })) as number;
      return new SqlitePurgeRun(id, this.access, lock, this.sealer);
    } catch (error) {
      lock.release();
      throw error;
    }
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
