import { PURGE, type PurgeRun } from '../../retention-store.js';
import { ResultTables } from '../../tables/results/result-tables.js';
import { takeDuty } from '../files/duty-lock.js';
import type { StoreAccess } from '../store-access.js';
import { SqlitePurgeRun } from './sqlite-purge-run.js';

/** The part of the SQLite store that forgets. */
export abstract class SqliteRetentionStore extends ResultTables {
  constructor(
    protected readonly file: string,
    protected override readonly access: StoreAccess,
  ) {
    super(access);
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
}
