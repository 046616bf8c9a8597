import type { Directory } from '../../directory/directory.js';
import type { CountStore } from '../count-store.js';
import type { Done } from '../duty-store.js';
import { readMarks } from '../files/mark-file.js';
import type { GoalStore } from '../goals/goal-store.js';
import type { OutboxStore } from '../outbox-store.js';
import { PURGE, type PurgeRun } from '../retention-store.js';
import type { RightsStore } from '../rights-store.js';
import type { Committed, Delivery, Diagnosis, Store } from '../store.js';
import type { StoreTrouble } from '../store-error.js';
import { GoalTables } from '../tables/goals/goal-tables.js';
import { OutboxTables } from '../tables/outbox/outbox-tables.js';
import { ResultTables } from '../tables/results/result-tables.js';
import { RightsTables } from '../tables/rights/rights-tables.js';
import { acceptDelivery } from './accept/accept-delivery.js';
import { diagnose } from './diagnose.js';
import { NodeGoals } from './memory/node-goals.js';
import type { PostgresAccess } from './postgres-access.js';
import type { PostgresNode } from './postgres-node.js';
import { PostgresPurgeRun } from './postgres-purge-run.js';
import { Duty } from './work/duty.js';

/** The store on PostgreSQL. */
export class PostgresStore extends ResultTables implements Store {
  readonly outbox: OutboxStore;
  readonly rights: RightsStore;
  readonly goals: GoalStore;
  readonly counts: CountStore;

  constructor(
    private readonly node: PostgresNode,
    protected override readonly access: PostgresAccess = node.access,
  ) {
    super(access);
    const { memory } = node;
    this.counts = node.counts;
    const profiles = () => this.goals.profiles.profileIndex();
    this.goals = new GoalTables(access, new NodeGoals(memory, () => access.refuseWhenClosed()));
    this.outbox = new OutboxTables(access, {
      onWork: (listener) => node.onWork(listener),
      profiles,
    });
    this.rights = new RightsTables(access, {
      profiles,
      erasedNamesAtHand: (school) => memory.erasedNow(school),
      scrub: () => access.emptyLog(),
      marks: async () => readMarks(access.marks),
    });
  }

  as(actor: string): Store {
    return new PostgresStore(this.node, this.access.as(actor));
  }

  async directory(): Promise<Directory> {
    this.access.refuseWhenClosed();
    const { directory } = await this.node.memory.current();
    this.access.refuseOtherSecret(directory.secret);
    return directory;
  }

  directoryNow(): Directory | undefined {
    this.access.refuseWhenClosed();
    const { directoryNow } = this.node.memory;
    if (directoryNow !== undefined) this.access.refuseOtherSecret(directoryNow.secret);
    return directoryNow;
  }

  /** Who is about to store something for a school asks for its key first: by then it is known who was erased there. */
  override async schoolKey(school: string, fresh: Uint8Array): Promise<Uint8Array> {
    const key = await super.schoolKey(school, fresh);
    await this.node.memory.readErased(school);
    return key;
  }

  async commit(delivery: Delivery): Promise<Committed> {
    this.access.refuseWhenClosed();
    const { node } = this;
    node.refuseOtherVersion();
    // It may have to wait for its turn.
    const storing = node.pool.awaited(acceptDelivery(node.pool, delivery, this.access.actor));
    const committed = await storing.catch((error: unknown) => node.failedBy(error));
    node.stored();
    if (committed.kind === 'stored' && (delivery.targets ?? []).length > 0) node.tellOfWork();
    if (committed.kind === 'outdated') await node.memory.readErased(delivery.exchange.school, true);
    return committed;
  }

  async startPurge(at: string): Promise<PurgeRun | undefined> {
    this.access.refuseWhenClosed();
    const duty = await Duty.take(this.node.pool, PURGE);
    if (duty === undefined) return undefined;
    try {
      const id = (await this.access.write({ kind: 'retention', work: { do: 'begin', at } })) as number;
      return new PostgresPurgeRun(id, this.access, this.sealer, duty);
    } catch (error) {
      await duty.release();
      throw error;
    }
  }

  async diagnose(): Promise<readonly Diagnosis[]> {
    return this.access.askWhole('diagnose', diagnose());
  }

  async alone<T>(duty: string, work: (lost: AbortSignal) => Promise<T>): Promise<Done<T> | undefined> {
    this.access.refuseWhenClosed();
    const taken = await Duty.take(this.node.pool, duty);
    if (taken === undefined) return undefined;
    try {
      return { value: await work(taken.lost) };
    } finally {
      await taken.release();
    }
  }

  readiness(): Promise<StoreTrouble | undefined> {
    return this.node.readiness();
  }

  onTrouble(listener: Parameters<Store['onTrouble']>[0]): void {
    this.node.onTrouble(listener);
  }

  /** Nobody waits for another process to open a file here; a lock in the database is waited for no longer than a message can wait. */
  hurry(): void {}

  close(): Promise<void> {
    return this.node.close();
  }
}
