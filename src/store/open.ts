import path from 'node:path';
import { isPostgres, shownUrl } from './database-url.js';
import { makeDirectory } from './files/make-directory.js';
import { MARK_FILE } from './files/mark-file.js';
import { DataLock, type DataUse } from './sqlite/files/data-lock.js';
import { openSqliteStore } from './sqlite/open.js';
import type { Store } from './store.js';
import { StoreError } from './store-error.js';

/** Where the store is to be found: `UWLR_DATA` and `UWLR_DATABASE_URL`. */
export interface StoreLocation {
  /** Also where the store is elsewhere: of what stands beside it. */
  readonly dataDirectory: string;
  /** `postgres://user:password@host/database`: it may hold a password, and stands in no message. Absent: SQLite in the data directory. */
  readonly databaseUrl?: string | undefined;
  /** Connections to PostgreSQL at most: `UWLR_DATABASE_CONNECTIONS`. Default: 10. */
  readonly databaseConnections?: number | undefined;
  /** File of the erasure marks: `UWLR_ERASURE_MARKS`. Default: `erasure.marks` in the data directory. */
  readonly erasureMarks?: string | undefined;
  /** Who writes, as the audit says it: see `AuditEntry`. Default: `gateway`. */
  readonly actor?: string | undefined;
  /** True: for one short piece of work. It starts sooner, and writing holds everything else in the process up. */
  readonly shortLived?: boolean | undefined;
  /** True: for a gateway, where somebody waits for every answer. */
  readonly serving?: boolean | undefined;
}

/**
 * Opens the store that the settings ask for, and brings it up to date: the way to a store for everything that does not test one engine.
 * Errors: `StoreError`.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const { dataDirectory, databaseUrl, erasureMarks, actor, shortLived, serving } = location;
  if (databaseUrl) return openOnServer(databaseUrl, location);
  return openSqliteStore(dataDirectory, { actor, inline: shortLived, serving, marks: erasureMarks });
}

async function openOnServer(databaseUrl: string, location: StoreLocation): Promise<Store> {
  // A database that is meant is never replaced by another one in silence: what was sent would be where nobody looks for it.
  if (!isPostgres(databaseUrl))
    throw new StoreError('failed', `UWLR_DATABASE_URL names ${shownUrl(databaseUrl)}: that is no database that the gateway knows`);
  const { dataDirectory, databaseConnections, erasureMarks = path.join(dataDirectory, MARK_FILE), actor, shortLived } = location;
  makeDirectory(path.dirname(erasureMarks));
  // Loaded only where it is used.
  const { openPostgresStore } = await import('./postgres/open.js');
  return openPostgresStore(databaseUrl, { actor, listening: !shortLived, marks: erasureMarks, connections: databaseConnections });
}

/** Keeps the data directory for this process until `release`; a store in a database of its own needs no lock. Throws `StoreError('in-use')`. */
export function lockData(
  { dataDirectory, databaseUrl }: Pick<StoreLocation, 'dataDirectory' | 'databaseUrl'>,
  use: DataUse,
): { release(): void } {
  return databaseUrl ? { release: () => undefined } : DataLock.take(dataDirectory, use);
}
