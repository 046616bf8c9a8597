import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { Directory } from '../../directory/directory.js';
import type { Done } from '../duty-store.js';
import { readMarks } from '../files/mark-file.js';
import type { GoalStore } from '../goals/goal-store.js';
import type { OutboxStore } from '../outbox-store.js';
import type { RightsStore } from '../rights-store.js';
import type { Committed, Delivery, Diagnosis, Store } from '../store.js';
import { StoreError, type StoreTrouble } from '../store-error.js';
import { GoalTables } from '../tables/goals/goal-tables.js';
import { OutboxTables } from '../tables/outbox/outbox-tables.js';
import { erasedNames } from '../tables/rights/erasure-reads.js';
import { RightsTables } from '../tables/rights/rights-tables.js';
import { asStoreError } from './connection/failure.js';
import { ScriptRunner } from './connection/script-runner.js';
import { threadFile } from './connection/thread-file.js';
import { turns } from './connection/turns.js';
import { neverLost, takeDuty } from './files/duty-lock.js';
import { IndexesAtHand } from './goals/indexes-at-hand.js';
import { writeDelivery } from './outbox/delivery-writer.js';
import { SqliteRetentionStore } from './retention/sqlite-retention-store.js';
import type { StoreAccess } from './store-access.js';
import { StoreMemory } from './store-memory.js';

/** The store on SQLite. */
export class SqliteStore extends SqliteRetentionStore implements Store {
  private outboxStore: OutboxStore | undefined;
  private rightsStore: RightsStore | undefined;
  private goalStore: GoalStore | undefined;

  constructor(
    file: string,
    private readonly db: Database,
    access: StoreAccess,
    private readonly memory = new StoreMemory(db),
  ) {
    super(file, access);
  }

  as(actor: string): Store {
    // With the same memory: a request must not read the whole directory for itself.
    return new SqliteStore(this.file, this.db, this.access.as(actor), this.memory);
  }

  get rights(): RightsStore {
    this.rightsStore ??= this.access.read('rights', () => this.makeRights());
    return this.rightsStore;
  }

  get goals(): GoalStore {
    this.goalStore ??= this.access.read('goals', () => new GoalTables(this.access, new IndexesAtHand(this.access, this.memory.goals)));
    return this.goalStore;
  }

  get outbox(): OutboxStore {
    this.outboxStore ??= new OutboxTables(this.access, {
      onWork: (listener) => this.access.onWork(listener),
      profiles: () => this.goals.profiles.profileIndex(),
    });
    return this.outboxStore;
  }

  async directory(): Promise<Directory> {
    for (let directory = this.directoryNow(); ; directory = this.directoryNow()) {
      if (directory !== undefined) return directory;
      await this.memory.directories.approach((query) => this.access.read('directory', query));
    }
  }

  directoryNow(): Directory | undefined {
    const directory = this.access.read('directory', () => this.memory.directories.current());
    if (directory !== undefined) this.access.refuseOtherSecret(directory.secret);
    return directory;
  }

  async commit(delivery: Delivery): Promise<Committed> {
    this.access.refuseWhenClosed();
    const { exchange, targets = [] } = delivery;
    return this.written(writeDelivery(this.access.queue, delivery, this.access.actor), exchange.school, targets.length > 0);
  }

  private makeRights(): RightsStore {
    const scripts = new ScriptRunner(this.db);
    const names = (school: string) => this.memory.erasures.of(school, (one) => scripts.read(erasedNames(one)));
    return new RightsTables(this.access, {
      profiles: () => this.goals.profiles.profileIndex(),
      erasedNamesAtHand: (school) => this.access.read('erasures', () => names(school)),
      scrub: () => this.access.emptyLog(),
      marks: async () => this.access.read('erasure marks', () => readMarks(this.access.marks)),
    });
  }

  /** Whoever waits for the writer holds no rows: many do at a time, and each collection of garbage would move all that they hold. */
  private async written(writing: Promise<Committed>, school: string, goesOn: boolean): Promise<Committed> {
    const committed = await writing;
    if (goesOn && committed.kind === 'stored') this.access.tellOfWork();
    if (committed.kind === 'outdated') this.memory.erasures.forget(school);
    // By the one that was looked up in this turn it would be allowed again.
    if (committed.kind === 'directory-changed') turns.end();
    return committed;
  }

  async diagnose(): Promise<readonly Diagnosis[]> {
    this.access.refuseWhenClosed();
    const worker = new Worker(threadFile('connection/diagnose-thread'), { workerData: { file: this.file }, execArgv: [] });
    return new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => reject(asStoreError(error, 'diagnose')));
      worker.once('exit', () => reject(new StoreError('failed', 'diagnose: the thread ended without an answer')));
    });
  }

  async alone<T>(duty: string, work: (lost: AbortSignal) => Promise<T>): Promise<Done<T> | undefined> {
    const lock = this.access.read('duty', () => takeDuty(this.file, duty));
    if (lock === undefined) return undefined;
    try {
      return { value: await work(neverLost()) };
    } finally {
      lock.release();
    }
  }

  readiness(): Promise<StoreTrouble | undefined> {
    return this.access.readiness();
  }

  onTrouble(listener: (trouble: StoreTrouble | undefined, error?: StoreError) => void): void {
    this.access.onTrouble(listener);
  }

  hurry(): void {
    this.access.hurry();
  }

  close(): Promise<void> {
    return this.access.close();
  }
}
