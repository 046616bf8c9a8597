import type { CountStore } from '../count-store.js';
import { StoreError, type StoreTrouble } from '../store-error.js';
import type { Operation } from '../tables/operation.js';
import { bringsWork } from '../tables/outbox/brings-work.js';
import { openPool, type Pool, type PoolSettings } from './connection/pool.js';
import { plain, trip } from './connection/trip.js';
import { PostgresCounts } from './counts/postgres-counts.js';
import { StoreMemory } from './memory/store-memory.js';
import { workOf } from './operations.js';
import { PostgresAccess } from './postgres-access.js';
import { refuseNewer } from './schema/migrate.js';
import { type Notice, Notices } from './work/notices.js';
import { type TroubleListener, TroubleWatch } from './work/trouble-watch.js';

export interface NodeSettings extends Omit<PoolSettings, 'failed'> {
  /** Who writes, as the audit says it. */
  readonly actor: string;
  /** File of the erasure marks. */
  readonly marks: string;
}

/**
 * Writes to the log of the database, and has it on disk: so it tells whether anything can be stored, and leaves nothing behind. The other
 * statement is refused where the database can only be read, as the first is not.
 */
const PROBE = [plain("SELECT pg_logical_emit_message(true, 'uwlr', 'probe')"), plain('DELETE FROM migrations WHERE false')];
/** Takes room as tables do, and gives it back: the log has room of its own on a disk that is full. */
const ROOM = [
  plain("CREATE TEMPORARY TABLE uwlr_room AS SELECT repeat('0', 100) AS room FROM generate_series(1, 8000)"),
  plain('DROP TABLE uwlr_room'),
];

/** What a process has once for all that use the store on one database. */
export class PostgresNode {
  readonly pool: Pool;
  readonly access: PostgresAccess;
  readonly memory: StoreMemory;
  readonly counts: CountStore;
  private readonly watch = new TroubleWatch();
  private readonly notices: Notices;
  private readonly listeners = new Set<() => void>();

  /** Nothing is connected yet. Throws `StoreError` for a URL that cannot be read. */
  constructor(url: string, { actor, marks, ...settings }: NodeSettings) {
    this.pool = openPool(url, { ...settings, failed: (error) => this.watch.failed(error) });
    this.access = new PostgresAccess(this.pool, workOf, actor, { marks, written: (operation) => this.written(operation) });
    this.memory = new StoreMemory(this.access);
    this.counts = new PostgresCounts(this.pool);
    this.notices = new Notices(this.pool, (notice) => this.heard(notice));
  }

  /** Brings the database up to date, and reads what is kept in memory. `serving`: hears from other nodes from now on. Throws `StoreError`. */
  async open(serving: boolean): Promise<void> {
    await this.pool.migrate();
    await this.memory.current();
    if (serving) this.notices.listen();
  }

  /** See `OutboxStore.onWork`. */
  onWork(listener: () => void): () => void {
    // The same function may listen twice.
    const tell = () => listener();
    this.listeners.add(tell);
    return () => void this.listeners.delete(tell);
  }

  /** There may be something to deliver: for who listens here and on other nodes. */
  tellOfWork(): void {
    for (const tell of this.listeners) tell();
    this.notices.tell('work');
  }

  /** Throws `StoreError('schema')` once it is known that another version, with which this one cannot go together, has the database. */
  refuseOtherVersion(): void {
    if (this.watch.known === 'schema') throw new StoreError('schema', 'the database belongs to another version of the gateway');
  }

  /** Tells of another version, which the database did not fail with but who read it. Throws `error`. */
  failedBy(error: unknown): never {
    if (error instanceof StoreError && error.code === 'schema') this.watch.failed(error);
    throw error;
  }

  /** Something was stored. */
  stored(): void {
    if (this.watch.stored()) void this.readiness();
  }

  readiness(): Promise<StoreTrouble | undefined> {
    return this.watch.readiness(() => this.probe());
  }

  onTrouble(listener: TroubleListener): void {
    this.watch.onTrouble(listener);
  }

  close(): Promise<void> {
    return this.access.close(() => this.notices.close());
  }

  private async written(operation: Operation): Promise<void> {
    this.stored();
    if (bringsWork(operation)) this.tellOfWork();
    if (!changesMemory(operation)) return;
    this.notices.tell('memory');
    // What was written is written, whatever becomes of this: whoever asks for what is current reads it again.
    await this.memory.current().catch(() => undefined);
  }

  private heard(notice: Notice): void {
    if (notice === 'memory') void this.memory.current().catch(() => undefined);
    else for (const tell of this.listeners) tell();
  }

  private async probe(): Promise<void> {
    try {
      await this.pool.with('probe', async (client) => {
        await trip(client, this.watch.known === 'full' ? [...PROBE, ...ROOM] : PROBE);
        await refuseNewer(client);
      });
      this.watch.well();
    } catch (error) {
      // What the connection failed with the pool has told.
      if (error instanceof StoreError) this.watch.failed(error);
    }
  }
}

/** Whether it changes the directory, or what is kept in memory of learning goals. */
function changesMemory(operation: Operation): boolean {
  switch (operation.kind) {
    case 'goals':
      return ['sets', 'profiles', 'mappings'].includes(operation.write.table);
    case 'school':
    case 'party':
    case 'change-party':
    case 'remove-party':
    case 'rename-school':
    case 'agreements':
    case 'replace-agreement':
    case 'replace-credentials':
    case 'token':
    case 'client-key':
    case 'target':
    case 'set-target':
    case 'end':
    case 'set-school':
    case 'school-statement':
    case 'certificates':
    case 'rotate-aliases':
    case 'destroy-key':
    case 'new-secret':
      return true;
    default:
      return false;
  }
}
