import type { Database, Statement } from 'better-sqlite3';
import { MarkFile, marksBeside } from '../../files/mark-file.js';
import { StoreError } from '../../store-error.js';
import { scriptOf } from '../../tables/carry-out.js';
import type { DeliveryHead, Operation, Stamped } from '../../tables/operation.js';
import { storeDisclosure } from '../../tables/rights/disclosures.js';
import { isSealed, refuseOtherSecret } from '../../tables/secret/replace-secret.js';
import { AuditTable } from '../audit/audit-table.js';
import { asStoreError } from '../connection/failure.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import { Patience } from '../connection/patience.js';
import { SchemaWatch } from '../connection/schema-watch.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { WriterMemory } from '../connection/writer-memory.js';
import { ExchangeTables } from '../exchanges/exchange-tables.js';
import { DiskReads } from '../files/disk-reads.js';
import { checkRoom } from '../files/disk-room.js';
import { FileIdentity } from '../files/file-identity.js';
import { type Space, type SpaceWork, workOnSpace } from '../files/file-space.js';
import { LogGeneration } from '../files/log-generation.js';
import { DeliveryCommit, isOpen } from './commit.js';
import type { Failure, Reply, Request } from './protocol.js';

/**
 * Operations that change nothing of what the writer remembers, but for what the tables note themselves: those of messages, and what comes
 * beside many of them.
 */
const LEAVES_MEMORY: ReadonlySet<Operation['kind']> = new Set([
  'delivery',
  'record',
  'audit',
  'draft-seal',
  'uses',
  'assertion',
  'outbox',
  'roster-packs',
]);

/** Answers the requests of `protocol.ts` on the one connection that writes. Synchronous; knows nothing of threads. */
export class WriteEngine {
  private readonly audit: AuditTable;
  private readonly exchanges: ExchangeTables;
  private readonly deliveries: DeliveryCommit;
  private readonly scripts: ScriptRunner;
  private readonly schema: SchemaWatch;
  private readonly generation: LogGeneration;
  private readonly begin: Statement;
  private readonly commit: Statement;
  private readonly savepoint: Statement;
  private readonly release: Statement;
  private readonly undo: Statement;
  private readonly disk: DiskReads;
  private open: OpenDelivery | undefined;

  /** `files`: those that `db` has open. `patience`: with who keeps the database locked. `marks`: where erasures are marked. */
  constructor(
    private readonly db: Database,
    private readonly files = new FileIdentity(db.name),
    private readonly patience = new Patience(),
    private readonly marks = new MarkFile(marksBeside(db.name)),
    private readonly memory = new WriterMemory(db),
  ) {
    this.disk = new DiskReads(db.name);
    this.schema = new SchemaWatch(db);
    this.generation = new LogGeneration(db);
    this.audit = new AuditTable(db, this.memory);
    this.scripts = new ScriptRunner(db, {
      audit: (entry) => this.audit.append(entry),
      mark: (all) => marks.add(all),
    });
    this.exchanges = new ExchangeTables(db, this.audit, this.memory);
    this.deliveries = new DeliveryCommit(db, this.exchanges, this.memory, this.scripts);
    // IMMEDIATE: what is decided on reading must still be true on writing.
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.savepoint = db.prepare('SAVEPOINT operation');
    this.release = db.prepare('RELEASE operation');
    this.undo = db.prepare('ROLLBACK TO operation');
  }

  /** Never throws. A request that fails leaves no transaction open. */
  answer(request: Request): Reply {
    try {
      return { ok: true, value: this.handle(request) };
    } catch (error) {
      this.rollback();
      return this.failure(error, request.kind);
    }
  }

  private handle(request: Request): unknown {
    switch (request.kind) {
      case 'batch':
        return this.batch(request.operations);
      case 'open':
        return this.openDelivery(request.head, request.actor);
      case 'slice':
        return this.deliveries.add(this.opened(), request.rows);
      case 'end': {
        const open = this.opened();
        const committed = this.deliveries.end(open, request.strips);
        this.exchanges.storedNow(open.exchange);
        this.finish();
        this.open = undefined;
        return committed;
      }
      case 'abort':
        return this.rollback();
      case 'empty-log':
        return this.emptyLog();
      case 'space':
        return this.onSpace(request.work);
      case 'probe':
        return this.probe();
      case 'close':
        return this.close();
    }
  }

  /** Begins a transaction, unless the database is not what it was when it was opened. */
  private start(): void {
    if (this.files.areLost) this.files.check();
    const logIsOver = this.generation.isOver();
    this.patience.lock(() => this.begin.run());
    this.schema.check();
    this.memory.begin();
    if (logIsOver) this.generation.next();
  }

  /** Ends a transaction. What went to files that nobody will find again is not confirmed. */
  private finish(): void {
    this.commit.run();
    this.marks.committed();
    this.files.check();
  }

  /** One transaction. Failures are rare, so it goes without savepoints, which cost a third more, until one happens. */
  private batch(operations: readonly Stamped[]): readonly Reply[] {
    this.start();
    let replies: readonly Reply[];
    try {
      replies = operations.map((operation) => ({ ok: true, value: this.apply(operation) }));
    } catch {
      this.rollback();
      return this.guardedBatch(operations);
    }
    this.finish();
    return replies;
  }

  /** One transaction, a savepoint per operation. When SQLite gives up the whole transaction, or the database is damaged, all of them fail. */
  private guardedBatch(operations: readonly Stamped[]): readonly Reply[] {
    this.start();
    const replies = operations.map((operation): Reply => {
      this.savepoint.run();
      try {
        const value = this.apply(operation);
        this.release.run();
        return { ok: true, value };
      } catch (error) {
        const failed = this.failure(error, operation.kind);
        if (!this.db.inTransaction || failed.code === 'corrupt') throw error;
        this.undo.run();
        this.release.run();
        this.memory.forget();
        return failed;
      }
    });
    this.finish();
    return replies;
  }

  private apply(operation: Stamped): unknown {
    if (isSealed(operation)) this.scripts.run(refuseOtherSecret(operation.secret));
    const value = this.carryOut(operation);
    if (!LEAVES_MEMORY.has(operation.kind)) this.memory.forget();
    return value;
  }

  private carryOut(operation: Stamped): unknown {
    const { actor } = operation;
    switch (operation.kind) {
      case 'delivery': {
        const begun = this.deliveries.begin(operation.head, actor);
        if (!isOpen(begun)) return begun;
        this.deliveries.add(begun, operation.rows);
        return this.deliveries.end(begun);
      }
      case 'record':
        if (operation.disclosure !== undefined) this.scripts.run(storeDisclosure(operation.disclosure));
        this.exchanges.insert(operation, actor);
        return undefined;
      default:
        return this.scripts.run(scriptOf(operation, actor));
    }
  }

  private openDelivery(head: DeliveryHead, actor: string): unknown {
    this.start();
    const begun = this.deliveries.begin(head, actor);
    if (isOpen(begun)) {
      this.open = begun;
      return undefined;
    }
    this.finish();
    return begun;
  }

  /** Writes the first page as it is, through log and sync as any commit. */
  private probe(): void {
    checkRoom(this.db.name);
    this.start();
    this.db.pragma(`user_version = ${Number(this.db.pragma('user_version', { simple: true }))}`);
    this.finish();
  }

  private onSpace(work: SpaceWork): Space | undefined {
    let space: Space | undefined;
    this.patience.lock(() => {
      space = workOnSpace(this.db, work);
    });
    return space;
  }

  private opened(): OpenDelivery {
    if (!this.open) throw new StoreError('failed', 'no delivery is open');
    return this.open;
  }

  private rollback(): void {
    this.open = undefined;
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.memory.forget();
    this.marks.undone();
  }

  /** Leaves everything in the database file. Another process that reads or writes keeps the log alive: that is no error. */
  private close(): void {
    this.rollback();
    this.emptyLog();
    this.db.close();
  }

  /** False: somebody who reads, or another process that writes, keeps the log. */
  private emptyLog(): boolean {
    const wait = Number(this.db.pragma('busy_timeout', { simple: true }));
    this.db.pragma('busy_timeout = 500');
    const busy = Number(this.db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }));
    this.db.pragma(`busy_timeout = ${wait}`);
    return busy === 0;
  }

  private failure(error: unknown, what: string): Failure {
    const { code, message } = asStoreError(error, what, this.disk);
    return { ok: false, code, message };
  }
}
