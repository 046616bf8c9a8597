import type { Database } from 'better-sqlite3';
import type {
  Alert,
  Changed,
  DeliveryChange,
  DeliveryDetail,
  DeliveryFilter,
  DeliveryView,
  OutboxStore,
  OutgoingItem,
  PauseScope,
  ResumedTarget,
  SentMessage,
  SentQuery,
  Settlement,
  TakenBatch,
  TakeRequest,
  TargetStatus,
} from '../../outbox-store.js';
import type { Page } from '../../page-of.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import type { StoreAccess } from '../store-access.js';
import { DeliveryReader } from './delivery-reader.js';
import { DeliveryStatusReader } from './delivery-status-reader.js';
import type { ChangeHow } from './outbox-change.js';
import type { StoredRequest } from './outbox-queue.js';
import { OutboxReader } from './outbox-reader.js';
import type { OutboxWrite } from './outbox-write.js';
import { SentMessageReader } from './sent-message-reader.js';

/** The part of the SQLite store that holds what goes on to others. */
export class SqliteOutboxStore implements OutboxStore {
  private readonly reader: OutboxReader;
  private readonly views: DeliveryReader;
  private readonly sent: SentMessageReader;
  private readonly targets: DeliveryStatusReader;

  constructor(
    db: Database,
    private readonly access: StoreAccess,
    indexes: GoalIndexes,
  ) {
    this.reader = new OutboxReader(db, indexes);
    this.views = new DeliveryReader(db);
    this.sent = new SentMessageReader(db);
    this.targets = new DeliveryStatusReader(db);
  }

  onWork(listener: () => void): () => void {
    return this.access.onWork(listener);
  }

  async dueTargets(at: string): Promise<readonly { readonly target: string; readonly dueAt: string }[]> {
    return this.access.read('deliveries', () => this.reader.dueTargets(at));
  }

  async take(request: TakeRequest): Promise<TakenBatch | undefined> {
    return (await this.write({ kind: 'take', request })) as TakenBatch | undefined;
  }

  async batchItems(batch: string): Promise<readonly OutgoingItem[]> {
    return this.access.read('deliveries', () => this.reader.batchItems(batch));
  }

  async renewLease(batch: string, lease: number, until: string): Promise<boolean> {
    return (await this.write({ kind: 'renew', batch, lease, until })) as boolean;
  }

  async settle(settlement: Settlement): Promise<boolean> {
    return (await this.write({ kind: 'settle', settlement })) as boolean;
  }

  async deliveries(query: DeliveryFilter & { readonly cursor?: string; readonly limit: number }): Promise<Page<DeliveryView>> {
    return this.access.read('deliveries', () => this.views.page(query));
  }

  async delivery(id: string): Promise<DeliveryDetail | undefined> {
    return this.access.read('deliveries', () => this.views.detail(id));
  }

  async sentMessages(query: SentQuery): Promise<Page<SentMessage>> {
    return this.access.read('deliveries', () => this.sent.page(query));
  }

  async deliveryStatus(at: string, school?: string): Promise<readonly TargetStatus[]> {
    return this.access.read('deliveries', () => this.targets.status(at, school));
  }

  async changeDeliveries(change: DeliveryChange, filter: DeliveryFilter, how: ChangeHow): Promise<Changed> {
    return (await this.write({ kind: 'change', change, filter, how })) as Changed;
  }

  async finishErasureTask(id: string, by: string, at: string): Promise<{ readonly target: string; readonly school: string } | undefined> {
    return (await this.write({ kind: 'finish-task', id, by, at })) as { target: string; school: string } | undefined;
  }

  async pauseDeliveries(scope: PauseScope, at: string | undefined): Promise<boolean> {
    return (await this.write({ kind: 'pause', scope, at })) as boolean;
  }

  async resumeTarget(target: string, at: string): Promise<ResumedTarget> {
    return (await this.write({ kind: 'resume', target, at })) as ResumedTarget;
  }

  async queueStored(request: StoredRequest): Promise<number> {
    return (await this.write({ kind: 'queue-stored', request })) as number;
  }

  async alerts(at: string): Promise<readonly Alert[]> {
    return this.access.read('alerts', () => this.targets.alerts(at));
  }

  async alertSent(alert: Pick<Alert, 'id' | 'phase'>, at: string): Promise<void> {
    await this.write({ kind: 'alert-sent', alert, at });
  }

  private write(write: OutboxWrite): Promise<unknown> {
    return this.access.write({ kind: 'outbox', write });
  }
}
