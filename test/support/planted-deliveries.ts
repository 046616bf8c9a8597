import { randomUUID } from 'node:crypto';
import type { DeliveryView } from '../../src/store/outbox-store.js';
import type { Store } from '../../src/store/store.js';
import { addReceivers, answer, HOOK, LAS, later, retryAt, settle, take } from '../store/support/outbox.js';
import { agreement, delivery, OTHER_SCHOOL, resultRow, SCHOOL, slice } from '../store/support/records.js';

export { HOOK, LAS };

/** A delivery in each state that waits for something or somebody, by the name that it goes by in tests. */
export interface Planted {
  readonly delivered: string;
  readonly dead: string;
  readonly retrying: string;
  readonly waiting: string;
  readonly cancelled: string;
  readonly held: string;
  /** Of another school. */
  readonly foreign: string;
}

export const REFUSED = { kind: 'dead', reason: 'refused' } as const;

/**
 * In a store with two schools and two vendors (`addParties`): two targets with agreements with two schools, and deliveries in every state. To `las`: delivered with a loss, two dead, two retried
 * later, one waiting, one superseded; of the other school one waiting. To `hook`, which is held: everything of the first message.
 * `ids`: of results; the first is stored twice.
 */
export async function plantDeliveries(
  store: Store,
  ids: readonly string[] = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'],
): Promise<Planted> {
  await addReceivers(store);
  const parties = [LAS, HOOK].flatMap((party) => [SCHOOL, OTHER_SCHOOL].map((school) => ({ party, school })));
  await store.addAgreements(
    parties.map((of) => agreement(`${of.party} ${of.school}`, of)),
    undefined,
  );
  const [delivered, dead, alsoDead, retried, alsoRetried, superseded, foreign] = ids as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const both = ['las', 'hook'];
  await message(store, [delivered, dead, alsoDead], both);
  const losses = [{ path: 'result/goalLinks', reason: 'not-in-version' }];
  await answer(store.outbox, await take(store.outbox), { kind: 'delivered', losses }, { [dead]: REFUSED, [alsoDead]: REFUSED });
  await message(store, [retried, alsoRetried], ['las']);
  await settle(store.outbox, await take(store.outbox, { at: later(2) }), retryAt(later(30), later(30)), { at: later(3) });
  await message(store, [superseded], ['las']);
  await message(store, [superseded], ['las']);
  await settle(store.outbox, await take(store.outbox, { target: 'hook' }), { kind: 'hold', reason: 'authorisation' });
  await message(store, [foreign], ['las'], OTHER_SCHOOL);
  const { items } = await store.outbox.deliveries({ limit: 100 });
  const first = (fits: (delivery: DeliveryView) => boolean) => items.filter(fits).at(-1)?.id ?? 'none';
  const toLas = (state: string) => first(({ target, school, state: is }) => target === 'las' && school === SCHOOL && is === state);
  return {
    delivered: toLas('delivered'),
    dead: toLas('dead'),
    retrying: toLas('retrying'),
    waiting: toLas('waiting'),
    cancelled: toLas('cancelled'),
    held: first(({ target }) => target === 'hook'),
    foreign: first(({ school }) => school === OTHER_SCHOOL),
  };
}

async function message(store: Store, ids: readonly string[], targets: readonly string[], school = SCHOOL): Promise<void> {
  await store.commit(delivery(randomUUID(), { school, targets, slices: [slice(ids.map((id) => resultRow(id, { school })))] }));
}
