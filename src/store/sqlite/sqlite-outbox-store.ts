import type { Database } from 'better-sqlite3';
import type {
  Alert,
  Changed,
  DeliveryDetail,
  DeliveryView,
  OutboxStore,
  OutgoingItem,
  Settlement,
  TakenBatch,
  TakeRequest,
  TargetStatus,
} from '../outbox-store.js';
import type { Page } from '../page-of.js';
import { StoreError } from '../store-error.js';
import { OutboxReader } from './outbox-reader.js';
import type { OutboxWrite } from './outbox-write.js';
import type { StoreAccess } from './store-access.js';

/** The part of the SQLite store that holds what goes on to others. */
export class SqliteOutboxStore implements OutboxStore {
  private readonly reader: OutboxReader;

  constructor(
    db: Database,
    private readonly access: StoreAccess,
  ) {
    this.reader = new OutboxReader(db);
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

  async deliveries(): Promise<Page<DeliveryView>> {
    throw soon();
  }

  async delivery(): Promise<DeliveryDetail | undefined> {
    throw soon();
  }

  async deliveryStatus(): Promise<readonly TargetStatus[]> {
    throw soon();
  }

  async changeDeliveries(): Promise<Changed> {
    throw soon();
  }

  async pauseDeliveries(): Promise<boolean> {
    throw soon();
  }

  async resumeTarget(): Promise<boolean> {
    throw soon();
  }

  async queueStored(): Promise<number> {
    throw soon();
  }

  async alerts(): Promise<readonly Alert[]> {
    throw soon();
  }

  async alertSent(): Promise<void> {
    throw soon();
  }

  private write(write: OutboxWrite): Promise<unknown> {
    return this.access.write({ kind: 'outbox', write });
  }
}

function soon(): StoreError {
  return new StoreError('failed', 'deliveries: not built yet');
}
