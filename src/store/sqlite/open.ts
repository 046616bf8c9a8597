import { join } from 'node:path';
import { MARK_FILE } from '../files/mark-file.js';
import { refuseWhileRestored } from '../files/restore-marker.js';
import type { Store } from '../store.js';
import { openForReading } from './connection/connection.js';
import { enter } from './connection/database-use.js';
import { asStoreError } from './connection/failure.js';
import { COMMAND_WAIT_MS, SERVING_WAIT_MS } from './connection/patience.js';
import { SnapshotConnection } from './connection/snapshot-connection.js';
import { prepareDatabaseFile } from './files/data-files.js';
import { SqliteStore } from './sqlite-store.js';
import { StoreAccess } from './store-access.js';
import type { InlineWriter } from './writer/inline-writer.js';
import { Writer } from './writer/writer.js';
import { WriterWatch } from './writer/writer-watch.js';

export interface SqliteOpening {
  /** Default: `gateway`. */
  readonly actor?: string | undefined;
  /** True: see `InlineWriter`. */
  readonly inline?: boolean | undefined;
  /** True: for a gateway, where somebody waits for every answer. */
  readonly serving?: boolean | undefined;
  /** File of the erasure marks. Default: `erasure.marks` in the directory. */
  readonly marks?: string | undefined;
}

/**
 * Opens the store in a directory, which is made when it is not there, and brings it up to date. Several processes may
 * have it open. Errors: `StoreError`: `corrupt` for a file that is no database of this gateway, or of a newer one.
 */
export async function openSqliteStore(
  directory: string,
  { actor = 'gateway', inline = false, serving = false, marks = join(directory, MARK_FILE) }: SqliteOpening = {},
): Promise<Store> {
  refuseWhileRestored(directory);
  const file = prepareDatabaseFile(directory);
  const leave = enter(file);
  try {
    const start = { file, marks, waitMs: serving ? SERVING_WAIT_MS : COMMAND_WAIT_MS, checked: serving };
    const writer = inline ? await writerHere(start) : await Writer.start(start);
    try {
      const db = openForReading(file);
      return new SqliteStore(file, db, new StoreAccess(db, new SnapshotConnection(file), new WriterWatch(writer, leave), actor, marks));
    } catch (error) {
      await writer.stop();
      throw error;
    }
  } catch (error) {
    leave();
    throw asStoreError(error, 'open');
  }
}

/** Loaded only where it is used: what writes is half of the store. */
async function writerHere(start: Parameters<(typeof InlineWriter)['start']>[0]): Promise<InlineWriter> {
  const { InlineWriter } = await import('./writer/inline-writer.js');
  return InlineWriter.start(start);
}
