import type { Database } from 'better-sqlite3';
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
import { takeDuty } from '../files/duty-lock.js';
import { SqliteSecretStore } from '../secret/sqlite-secret-store.js';
import type { StoreAccess } from '../store-access.js';
import { LegalHold } from './legal-hold.js';
import { forecast } from './purge-forecast.js';
import { RetentionReader } from './retention-reader.js';
import { SqlitePurgeRun } from './sqlite-purge-run.js';

/** The part of the SQLite store that forgets. */
export class SqliteRetentionStore extends SqliteSecretStore implements RetentionStore {
  private readonly retention: RetentionReader;
  private readonly hold: LegalHold;

  constructor(
    protected readonly file: string,
    db: Database,
    access: StoreAccess,
  ) {
    super(db, access);
    this.retention = new RetentionReader(db);
    this.hold = new LegalHold(db);
  }

  async retentionTerms(): Promise<readonly SchoolTerm[]> {
    return this.access.read('retention terms', () => this.retention.terms());
  }

  async setRetentionTerm({ school, class: of, days, setAt }: Parameters<RetentionStore['setRetentionTerm']>[0]): Promise<void> {
    await this.access.write({ kind: 'retention', work: { do: 'term', school, class: of, days, at: setAt } });
  }

  async startPurge(at: string): Promise<PurgeRun | undefined> {
    const lock = this.access.read('purge lock', () => takeDuty(this.file, PURGE));
    if (lock === undefined) return undefined;
    try {
      const id = (await this.access.write({ kind: 'retention', work: { do: 'begin', at } })) as number;
      return new SqlitePurgeRun(id, this.access, this.retention, lock, this.sealer);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async forecastPurge(scopes: readonly PurgeScope[]): Promise<readonly PurgeLine[]> {
    if (new Set(scopes.map((scope) => scope.school)).size > 1) throw new StoreError('failed', 'retention: a forecast is of one school');
    const school = scopes[0]?.school;
    if (school !== undefined && this.access.read('schools', () => this.hold.on(school))) return [];
    const held = this.access.read('schools', () => this.hold.onSome());
    const allowed = scopes.filter((scope) => scope.class !== 'audit' || !held);
    return this.access.readWhole('retention', async (statements) => forecast(statements, allowed));
  }

  /** On the thread that writes, though it reads: it may take longer than the event loop of the gateway has. */
  async weighPurge(scopes: readonly PurgeScope[], earlier: readonly PurgeScope[], at: string): Promise<readonly PurgeWeight[]> {
    return (await this.access.write({ kind: 'retention', work: { do: 'weigh', scopes, earlier, at } })) as PurgeWeight[];
  }

  async knownMoment(now: string): Promise<string | undefined> {
    return this.access.read('purges', () => this.retention.knownMoment(Date.parse(now)));
  }

  async purgeReports(limit: number): Promise<readonly PurgeReport[]> {
    return this.access.read('purges', () => this.retention.reports(limit));
  }
}
