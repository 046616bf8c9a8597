import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { missing } from '../migrations/migrate.js';

/**
 * Whether the tables are still those of this version of the gateway. Another one may bring the store up to date at any time: what an older
 * one then stored would lack what the newer one relies on.
 */
export class SchemaWatch {
  private readonly version: Statement<[], number>;
  private known: number;

  /** For a database that was just brought up to date. */
  constructor(private readonly db: Database) {
    // SQLite's own count of changes of the schema: a few microseconds, where reading the list of migrations takes a hundred.
    this.version = db.prepare<[], number>('PRAGMA schema_version').pluck();
    this.known = this.version.get()!;
  }

  /** Inside a transaction that writes: nobody can change it any more until that is over. Throws `StoreError('schema')`. */
  check(): void {
    const version = this.version.get()!;
    if (version === this.known) return;
    if (!this.isOurs()) {
      throw new StoreError(
        'schema',
        'another version of the gateway brought the store up to date: nothing is taken in until that version is started here',
      );
    }
    this.known = version;
  }

  private isOurs(): boolean {
    try {
      return missing(this.db).length === 0;
    } catch (error) {
      if (error instanceof StoreError) return false;
      throw error;
    }
  }
}
