import type { ShownPause } from '../../api/endpoints/pause-deliveries.js';
import type { ShownDelivery, ShownDeliveryDetail, ShownStatus } from '../../api/shapes/delivery-view.js';
import type { Changed, DeliveryChange, DeliveryFilter, PauseScope } from '../../store/outbox-store.js';
import type { Page } from '../../store/store.js';

export interface ShownChange extends Changed {
  readonly action: DeliveryChange;
  readonly dryRun: boolean;
}

export interface ChangeHow {
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** What can be seen and done about deliveries, of the store here or of a gateway elsewhere. Errors: `CommandError`. */
export interface Desk {
  list(filter: DeliveryFilter, page: { readonly limit: number; readonly cursor?: string }): Promise<Page<ShownDelivery>>;
  show(id: string): Promise<ShownDeliveryDetail>;
  status(school: string | undefined): Promise<readonly ShownStatus[]>;
  change(action: DeliveryChange, filter: DeliveryFilter, how: ChangeHow): Promise<ShownChange>;
  pause(scope: PauseScope): Promise<ShownPause>;
  /** Of a target as a whole it ends a hold too. */
  resume(scope: PauseScope): Promise<ShownPause>;
}
