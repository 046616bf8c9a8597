import { knownSchool } from '../../admin/schools/known-school.js';
import { knownTarget } from '../../admin/targets/known-target.js';
import { setPaused } from '../../api/endpoints/pause-deliveries.js';
import { shownDelivery, shownDetail, shownStatus } from '../../api/shapes/delivery-view.js';
import { supplied } from '../../core/supplied.js';
import type { DeliveryFilter } from '../../store/outbox-store.js';
import type { Store } from '../../store/store.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { negativeAnswer } from '../terminal/command-error.js';
import type { Desk } from './desk.js';

export function deskHere(session: Session): Desk {
  const withStore = <T>(of: Pick<DeliveryFilter, 'target' | 'school'>, work: (store: Store) => Promise<T>): Promise<T> =>
    withExistingStore(session.config(), async (store) => {
      await checkKnown(store, of);
      return work(store);
    });
  return {
    list: (filter, page) =>
      withStore(filter, async ({ outbox }) => {
        const { items, ...more } = await outbox.deliveries({ ...filter, ...page });
        return { items: items.map((one) => shownDelivery(one, one.result)), ...more };
      }),
    show: (id) =>
      withStore({}, async ({ outbox }) => {
        const delivery = await outbox.delivery(id);
        if (delivery === undefined) throw negativeAnswer('there is no delivery with this id');
        return shownDetail(delivery, delivery.result);
      }),
    status: (school) =>
      withStore(supplied({ school }), async (store) => {
        const { targets } = await store.directory();
        const all = await store.outbox.deliveryStatus(now(), school);
        return all.flatMap((one) => {
          const target = targets.get(one.target);
          return target === undefined ? [] : [shownStatus(one, target)];
        });
      }),
    change: (action, filter, how) =>
      withStore(filter, async ({ outbox }) => ({
        action,
        dryRun: how.dryRun,
        ...(await outbox.changeDeliveries(action, filter, { at: now(), ...how })),
      })),
    pause: (scope) => withStore(scope, ({ outbox }) => setPaused(outbox, scope, true, new Date())),
    resume: (scope) => withStore(scope, ({ outbox }) => setPaused(outbox, scope, false, new Date())),
  };
}

/** A name that is wrong would otherwise look like nothing to do. */
async function checkKnown(store: Store, { target, school }: Pick<DeliveryFilter, 'target' | 'school'>): Promise<void> {
  const directory = await store.directory();
  if (target !== undefined) knownTarget(directory, target);
  if (school !== undefined) knownSchool(directory, school);
}

function now(): string {
  return new Date().toISOString();
}
