import type { ProfileIndex } from '../../../goals/profile-index.js';
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
import type { StorePort } from '../../sql/port.js';
import { batchItems } from './batch-items.js';
import { deliveries, delivery } from './deliveries.js';
import { alerts, deliveryStatus } from './delivery-status.js';
import { dueTargets } from './due-targets.js';
import type { ChangeHow } from './outbox-change.js';
import type { OutboxWrite } from './outbox-write.js';
import type { StoredRequest } from './queue-stored.js';
import { sentMessages } from './sent-messages.js';

/** What each database has its own way for. */
interface Beside extends Pick<OutboxStore, 'onWork'> {
  /** What vendors declare now, see `ProfileStore.profileIndex`. */
  profiles(): ProfileIndex;
}

/** The part of the store that holds what goes on to others. */
export class OutboxTables implements OutboxStore {
  constructor(
    private readonly access: StorePort,
    private readonly beside: Beside,
  ) {}

  onWork(listener: () => void): () => void {
    return this.beside.onWork(listener);
  }

  async dueTargets(at: string): Promise<readonly { readonly target: string; readonly dueAt: string }[]> {
    return this.access.ask('deliveries', dueTargets(at));
  }

  async take(request: TakeRequest): Promise<TakenBatch | undefined> {
    return (await this.write({ kind: 'take', request })) as TakenBatch | undefined;
  }

  async batchItems(batch: string): Promise<readonly OutgoingItem[]> {
    return this.access.askAtOnce('deliveries', batchItems(batch, this.beside.profiles()));
  }

  async renewLease(batch: string, lease: number, until: string): Promise<boolean> {
    return (await this.write({ kind: 'renew', batch, lease, until })) as boolean;
  }

  async settle(settlement: Settlement): Promise<boolean> {
    return (await this.write({ kind: 'settle', settlement })) as boolean;
  }

  async deliveries(query: DeliveryFilter & { readonly cursor?: string; readonly limit: number }): Promise<Page<DeliveryView>> {
    return this.access.askAtOnce('deliveries', deliveries(query));
  }

  async delivery(id: string): Promise<DeliveryDetail | undefined> {
    return this.access.askAtOnce('deliveries', delivery(id));
  }

  async sentMessages(query: SentQuery): Promise<Page<SentMessage>> {
    return this.access.ask('deliveries', sentMessages(query));
  }

  async deliveryStatus(at: string, school?: string): Promise<readonly TargetStatus[]> {
    return this.access.askAtOnce('deliveries', deliveryStatus(at, school));
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
    return this.access.askAtOnce('alerts', alerts(at));
  }

  async alertSent(alert: Pick<Alert, 'id' | 'phase'>, at: string): Promise<void> {
    await this.write({ kind: 'alert-sent', alert, at });
  }

  private write(write: OutboxWrite): Promise<unknown> {
    return this.access.write({ kind: 'outbox', write });
  }
}
