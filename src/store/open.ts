import { DataLock, type DataUse } from './sqlite/files/data-lock.js';
import { openSqliteStore } from './sqlite/open.js';
import type { Store } from './store.js';
import { StoreError } from './store-error.js';

/** Where the store is to be found: `UWLR_DATA` and `UWLR_DATABASE_URL`. */
export interface StoreLocation {
  readonly dataDirectory: string;
  readonly databaseUrl?: string | undefined;
  /** File of the erasure marks: `UWLR_ERASURE_MARKS`. Default: `erasure.marks` in the data directory. */
  readonly erasureMarks?: string | undefined;
  /** Who writes, as the audit says it: see `AuditEntry`. Default: `gateway`. */
  readonly actor?: string | undefined;
  /** True: for one short piece of work. It starts sooner, and writing holds everything else in the process up. */
  readonly shortLived?: boolean | undefined;
  /** True: for a gateway, where somebody waits for every answer. */
  readonly serving?: boolean | undefined;
}

/** Opens the store that the settings ask for, and brings it up to date. Errors: `StoreError`. */
export async function openStore({ dataDirectory, databaseUrl, erasureMarks, actor, shortLived, serving }: StoreLocation): Promise<Store> {
  if (databaseUrl) {
    throw new StoreError('failed', 'a database URL is set, but PostgreSQL comes later: unset UWLR_DATABASE_URL to use SQLite');
  }
  return openSqliteStore(dataDirectory, { actor, inline: shortLived, serving, marks: erasureMarks });
}

/** Keeps the data directory for this process until `release`; a store in a database of its own needs no lock. Throws `StoreError('in-use')`. */
export function lockData(
  { dataDirectory, databaseUrl }: Pick<StoreLocation, 'dataDirectory' | 'databaseUrl'>,
  use: DataUse,
): { release(): void } {
  return databaseUrl ? { release: () => undefined } : DataLock.take(dataDirectory, use);
}
