import type { Store } from '../store.js';
import { openForReading } from './connection.js';
import { prepareDatabaseFile } from './data-files.js';
import { asStoreError } from './failure.js';
import { InlineWriter } from './inline-writer.js';
import { SnapshotConnection } from './snapshot-connection.js';
import { SqliteStore } from './sqlite-store.js';
import { StoreAccess } from './store-access.js';
import { threadFile } from './thread-file.js';
import { Writer } from './writer.js';

/**
 * Opens the store in a directory, which is made when it is not there, and brings it up to date. Several processes may
 * have it open. `inline`: see `InlineWriter`. Errors: `StoreError`: `corrupt` for a file that is no database of this gateway, or of a newer one.
 */
export async function openSqliteStore(directory: string, actor = 'gateway', inline = false): Promise<Store> {
  const file = prepareDatabaseFile(directory);
  const writer = inline ? InlineWriter.start(file) : await Writer.start(threadFile('writer-thread'), { file });
  try {
    const db = openForReading(file);
    return new SqliteStore(file, db, new StoreAccess(db, new SnapshotConnection(file), writer, actor));
  } catch (error) {
    await writer.stop();
    throw asStoreError(error, 'open');
  }
}
