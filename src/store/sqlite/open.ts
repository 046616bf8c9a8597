import type { Store } from '../store.js';
import { openForReading } from './connection.js';
import { prepareDatabaseFile } from './data-files.js';
import { asStoreError } from './failure.js';
import { InlineWriter } from './inline-writer.js';
import { COMMAND_WAIT_MS, SERVING_WAIT_MS } from './patience.js';
import { SnapshotConnection } from './snapshot-connection.js';
import { SqliteStore } from './sqlite-store.js';
import { StoreAccess } from './store-access.js';
import { threadFile } from './thread-file.js';
import { Writer } from './writer.js';
import { WriterWatch } from './writer-watch.js';

export interface SqliteOpening {
  /** Default: `gateway`. */
  readonly actor?: string | undefined;
  /** True: see `InlineWriter`. */
  readonly inline?: boolean | undefined;
  /** True: for a gateway, where somebody waits for every answer. */
  readonly serving?: boolean | undefined;
}

/**
 * Opens the store in a directory, which is made when it is not there, and brings it up to date. Several processes may
 * have it open. Errors: `StoreError`: `corrupt` for a file that is no database of this gateway, or of a newer one.
 */
export async function openSqliteStore(
  directory: string,
  { actor = 'gateway', inline = false, serving = false }: SqliteOpening = {},
): Promise<Store> {
  const file = prepareDatabaseFile(directory);
  const waitMs = serving ? SERVING_WAIT_MS : COMMAND_WAIT_MS;
  const writer = inline ? InlineWriter.start(file, waitMs) : await Writer.start(threadFile('writer-thread'), { file, waitMs });
  try {
    const db = openForReading(file);
    return new SqliteStore(file, db, new StoreAccess(db, new SnapshotConnection(file), new WriterWatch(writer), actor));
  } catch (error) {
    await writer.stop();
    throw asStoreError(error, 'open');
  }
}
