import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { isAuditActor } from '../audit.js';
import type { Sealing } from '../secret-store.js';
import type { StorePort } from '../sql/port.js';
import type { Script } from '../sql/script.js';
import { StoreError, type StoreTrouble } from '../store-error.js';
import type { Operation } from '../tables/operation.js';
import { bringsWork } from '../tables/outbox/brings-work.js';
import { otherSecret } from '../tables/secret/replace-secret.js';
import { asStoreError, type ReadFailures } from './connection/failure.js';
import { ScriptRunner } from './connection/script-runner.js';
import type { SnapshotConnection } from './connection/snapshot-connection.js';
import { turns } from './connection/turns.js';
import { DiskReads } from './files/disk-reads.js';
import { unwrap, WriteQueue } from './writer/write-queue.js';
import type { TroubleListener, WriterWatch } from './writer/writer-watch.js';

/** How many keys are looked up before the event loop gets its turn. */
const KEYS_AT_ONCE = 500;

interface Shared {
  closing?: Promise<void>;
  /** Fingerprint of the secret that this process holds. */
  secret?: string;
  sealing?: Sealing;
  /** Who hears that there may be something to deliver. */
  readonly listeners: Set<() => void>;
  readonly disk: ReadFailures;
}

/** How the store gets at its data: reads on this thread over connections that only read, writes through the queue to the writer. */
export class StoreAccess implements StorePort {
  constructor(
    private readonly db: Database,
    private readonly snapshots: SnapshotConnection,
    private readonly writer: WriterWatch,
    /** Who writes, as the audit says it. */
    readonly actor: string,
    /** File of the erasure marks. */
    readonly marks: string,
    readonly queue: WriteQueue = new WriteQueue((request) => writer.ask(request)),
    private readonly shared: Shared = { listeners: new Set(), disk: new DiskReads(db.name) },
    private readonly reads: ScriptRunner = new ScriptRunner(db),
  ) {
    if (!isAuditActor(actor)) throw new StoreError('failed', 'audit: the actor has not the shape that it must have');
  }

  /** The same for somebody else to write with. */
  as(actor: string): StoreAccess {
    return new StoreAccess(this.db, this.snapshots, this.writer, actor, this.marks, this.queue, this.shared, this.reads);
  }

  /** `what` names the work in hand, for the error. */
  read<T>(what: string, query: () => T): T {
    this.refuseWhenClosed();
    try {
      return query();
    } catch (error) {
      throw this.failure(error, what);
    }
  }

  async ask<T>(what: string, script: Script<T>): Promise<T> {
    return this.read(what, () => this.reads.run(script));
  }

  async askAtOnce<T>(what: string, script: Script<T>): Promise<T> {
    return this.read(what, () => this.reads.read(script));
  }

  async askWhole<T>(what: string, script: Script<T>): Promise<T> {
    this.refuseWhenClosed();
    try {
      return await this.snapshots.read(script);
    } catch (error) {
      throw this.failure(error, what);
    }
  }

  async askMany<T>(
    what: string,
    keys: readonly string[],
    script: (some: readonly string[]) => Script<readonly (readonly [string, T])[]>,
  ): Promise<ReadonlyMap<string, T>> {
    this.refuseWhenClosed();
    const found = new Map<string, T>();
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      if (at > 0) await setImmediate();
      const some = keys.slice(at, at + KEYS_AT_ONCE);
      for (const [key, value] of await this.ask(what, script(some))) found.set(key, value);
    }
    return found;
  }

  /** `characters`: the rough size of the operation. */
  async write(operation: Operation, characters = 0): Promise<unknown> {
    this.refuseWhenClosed();
    try {
      const value = await this.queue.write({ ...operation, actor: this.actor, secret: this.shared.secret }, characters);
      if (bringsWork(operation)) this.tellOfWork();
      return value;
    } finally {
      turns.end();
    }
  }

  /** See `OutboxStore.onWork`. */
  onWork(listener: () => void): () => void {
    // The same function may listen twice.
    const tell = () => listener();
    this.shared.listeners.add(tell);
    return () => void this.shared.listeners.delete(tell);
  }

  tellOfWork(): void {
    for (const tell of this.shared.listeners) tell();
  }

  /**
   * Takes what was deleted out of the write-ahead log too: while nobody here reads from it, as the log cannot be emptied then. False:
   * another process is reading.
   */
  async emptyLog(): Promise<boolean> {
    this.refuseWhenClosed();
    return this.snapshots.alone(() => this.queue.alone(async (ask) => unwrap(await ask({ kind: 'empty-log' })) === true));
  }

  /** See `Store.readiness`. A probe waits until whoever has the writer to itself is done. */
  readiness(): Promise<StoreTrouble | undefined> {
    return this.writer.readiness((request) => this.queue.alone((ask) => ask(request)));
  }

  onTrouble(listener: TroubleListener): void {
    this.writer.onTrouble(listener);
  }

  hurry(): void {
    this.writer.hurry();
  }

  useSecret(fingerprint: string, sealing?: Sealing): void {
    this.shared.secret = fingerprint;
    if (sealing !== undefined) this.shared.sealing = sealing;
  }

  /** How this process seals the audit; undefined: it has not the secret. */
  get sealing(): Sealing | undefined {
    return this.shared.sealing;
  }

  /** `fingerprint`: of the secret that counts. What this process holds may be of another one since. */
  refuseOtherSecret(fingerprint: string | undefined): void {
    const { secret } = this.shared;
    if (secret !== undefined && fingerprint !== undefined && secret !== fingerprint) throw otherSecret();
  }

  refuseWhenClosed(): void {
    if (this.shared.closing) throw new StoreError('closed', 'the store is closed');
  }

  close(): Promise<void> {
    this.shared.closing ??= this.finish();
    return this.shared.closing;
  }

  private failure(error: unknown, what: string): StoreError {
    const failure = asStoreError(error, what, this.shared.disk);
    if (failure.code === 'corrupt') this.writer.damaged(failure);
    return failure;
  }

  private async finish(): Promise<void> {
    await this.snapshots.close();
    await this.queue.idle();
    // First, as the writer cannot cut the log back while someone reads it.
    this.db.close();
    await this.writer.stop();
  }
}
