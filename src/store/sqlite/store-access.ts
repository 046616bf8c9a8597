import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../store-error.js';
import { asStoreError } from './failure.js';
import type { Operation } from './protocol.js';
import type { SnapshotConnection } from './snapshot-connection.js';
import type { StatementCache } from './statement-cache.js';
import { unwrap, WriteQueue } from './write-queue.js';
import type { Writer } from './writer.js';

/** How many keys are looked up before the event loop gets its turn. */
const KEYS_AT_ONCE = 500;

/** How the store gets at its data: reads on this thread over connections that only read, writes through the queue to the writer. */
export class StoreAccess {
  readonly queue: WriteQueue;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly db: Database,
    private readonly snapshots: SnapshotConnection,
    private readonly writer: Writer,
  ) {
    this.queue = new WriteQueue((request) => writer.ask(request));
  }

  /** `what` names the work in hand, for the error. */
  read<T>(what: string, query: () => T): T {
    this.refuseWhenClosed();
    try {
      return query();
    } catch (error) {
      throw asStoreError(error, what);
    }
  }

  /** Reads what is much, as of one moment, with turns for the event loop in between: `inPieces`. */
  async readWhole<T>(what: string, query: (statements: StatementCache) => Promise<T>): Promise<T> {
    this.refuseWhenClosed();
    try {
      return await this.snapshots.read(query);
    } catch (error) {
      throw asStoreError(error, what);
    }
  }

  /** Reads pairs that go with keys, some at a time. */
  async readMany(
    what: string,
    keys: readonly string[],
    query: (some: readonly string[]) => readonly (readonly [string, string])[],
  ): Promise<ReadonlyMap<string, string>> {
    this.refuseWhenClosed();
    const found = new Map<string, string>();
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      if (at > 0) await setImmediate();
      const some = keys.slice(at, at + KEYS_AT_ONCE);
      for (const [key, value] of this.read(what, () => query(some))) found.set(key, value);
    }
    return found;
  }

  /** `characters`: the rough size of the operation. */
  async write(operation: Operation, characters = 0): Promise<unknown> {
    this.refuseWhenClosed();
    return this.queue.write(operation, characters);
  }

  /** Takes what was deleted out of the write-ahead log too: while nobody here reads from it, as the log cannot be emptied then. */
  async emptyLog(): Promise<void> {
    this.refuseWhenClosed();
    await this.snapshots.alone(() => this.queue.alone(async (ask) => unwrap(await ask({ kind: 'empty-log' }))));
  }

  refuseWhenClosed(): void {
    if (this.closing) throw new StoreError('closed', 'the store is closed');
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await this.snapshots.close();
    await this.queue.idle();
    // First, as the writer cannot cut the log back while someone reads it.
    this.db.close();
    await this.writer.stop();
  }
}
