import { beforeEach, describe, expect, test } from '@jest/globals';
import type { PurgeScope } from '../../../src/store/retention-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addTargets, answer, later, settle, store as stored, take } from '../support/outbox.js';
import { resultRow, SCHOOL, slice } from '../support/records.js';
import { purge, removed, resultsBefore } from '../support/retention.js';

const LONG_AGO = '2001-01-01T00:00:00.000Z';

function deliveriesBefore(before: string, noticesBefore = LONG_AGO): PurgeScope {
  return { class: 'deliveries', school: SCHOOL, before, noticesBefore };
}

async function shown(store: Store) {
  return (await store.outbox.deliveries({ limit: 100 })).items.map(({ kind, state, attempts }) => `${kind} ${state} ${attempts}`);
}

/** Purges, and holds that against what was foretold. Gives what went. */
async function purged(store: Store, scope: PurgeScope): Promise<unknown> {
  const foretold = await store.forecastPurge([scope]);
  const { lines } = await purge(store, [scope]);
  expect(removed(foretold)).toEqual(removed(lines));
  return lines[0]?.removed;
}

export function outboxRetention(context: StoreTest): void {
  describe('deliveries that are older than their term', () => {
    beforeEach(() => addTargets(context.store));

    test('go with all that was kept of them, except that a result which is here was delivered', async () => {
      const { store } = context;
      const { outbox } = store;
      await stored(store, ['r1', 'r2', 'r3', 'r4']);
      const whole = await take(outbox);
      await settle(outbox, whole, { kind: 'split' });
      await answer(outbox, await take(outbox, { at: later(1) }), {
        kind: 'delivered',
        losses: [{ path: 'goalLinks', reason: 'no place' }],
      });
      const second = await take(outbox, { at: later(2) });
      await answer(outbox, second, { kind: 'dead', reason: 'refused' }, { r4: { kind: 'held', reason: 'restricted' } }, later(2));
      await stored(store, ['r5', 'r6']);
      const { items } = await outbox.deliveries({ limit: 1 });
      await outbox.changeDeliveries('cancel', { delivery: items[0]!.id }, { at: later(3) });
      expect(await purged(store, deliveriesBefore(LONG_AGO))).toBeUndefined();

      expect(await purged(store, deliveriesBefore(later(100)))).toEqual({ deliveries: 2 });
      expect(await shown(store)).toEqual(['result waiting 0', 'result held 1', 'result delivered 2', 'result delivered 2']);
      const kept = (await outbox.deliveries({ limit: 9 })).items.map(({ id }) => outbox.delivery(id));
      const details = (await Promise.all(kept)).map((detail) => [detail?.attemptList.length, detail?.losses.length]);
      expect(details).toEqual([
        [0, 0],
        [1, 0],
        [0, 0],
        [0, 0],
      ]);
      expect(await outbox.alerts(later(101))).toEqual([]);
      // Held for somebody still, and waiting still; the first of them went out once.
      await outbox.changeDeliveries('cancel', {}, { at: later(102) });
      expect(await purged(store, deliveriesBefore(later(200)))).toEqual({ deliveries: 1 });
      expect(await purged(store, deliveriesBefore(later(200)))).toBeUndefined();
      expect(await outbox.queueStored({ target: 'las', school: SCHOOL, notOf: 'nobody', at: later(201), dryRun: true })).toBe(3);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    });

    test('stay on record without their history while a receiver may have the result: it would not be told of an erasure', async () => {
      const { store } = context;
      const { outbox } = store;
      await stored(store, ['r1', 'r2', 'r3'], ['hook']);
      const tried = await take(outbox, { target: 'hook', limit: 1 });
      await settle(outbox, tried, { kind: 'retry', at: later(2), tooOld: true });
      const next = await take(outbox, { target: 'hook', limit: 1, at: later(2) });
      await settle(outbox, next, { kind: 'retry', at: later(900) }, { at: later(3) });
      await outbox.changeDeliveries('cancel', { target: 'hook', states: ['waiting', 'retrying'] }, { at: later(4) });
      expect(await purged(store, deliveriesBefore(later(100)))).toEqual({ deliveries: 1 });
      expect(await shown(store)).toEqual(['result cancelled 1', 'result dead 1']);
      expect((await outbox.delivery('1'))?.attemptList).toEqual([]);
      const sent = await store.rights.sentResults(SCHOOL, { names: ['alias-1'] });
      expect(sent.map(({ result }) => result)).toEqual(['r1', 'r2']);
      await purge(store, [resultsBefore('2999-08-01')]);
      expect(await purged(store, deliveriesBefore(later(200)))).toEqual({ deliveries: 2 });
    });

    test('go as a whole with the results that they were of, many at a time, and not while the school is held', async () => {
      const { store } = context;
      const ids = Array.from({ length: 600 }, (_, index) => `r${index}`);
      await stored(store, [], ['las'], { slices: [slice(ids.map((id) => resultRow(id)))] });
      for (const seconds of [1, 2])
        await answer(store.outbox, await take(store.outbox, { at: later(seconds), limit: 500 }), undefined, {}, later(seconds));
      expect(await purged(store, deliveriesBefore(later(100)))).toBeUndefined();
      await purge(store, [resultsBefore('2999-08-01')]);
      await store.holdSchool(SCHOOL, later(0));
      expect(await purged(store, deliveriesBefore(later(100)))).toBeUndefined();
      await store.holdSchool(SCHOOL, undefined);
      expect(await purged(store, deliveriesBefore(later(100)))).toEqual({ deliveries: 600 });
      expect(await shown(store)).toEqual([]);
      const [las] = (await store.outbox.deliveryStatus(later(101))).filter(({ target }) => target === 'las');
      expect(las?.counts.delivered).toBe(0);
    });

    test('still tell who has the results of somebody who is erased; what nobody could be told is forgotten in its time', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2'], ['hook']);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }));
      await purged(store, deliveriesBefore(later(100)));
      const person = { names: ['alias-1'] };
      const sent = await store.rights.sentResults(SCHOOL, person);
      await store.rights.erase({
        id: 'receipt of retention',
        school: SCHOOL,
        at: later(100),
        person,
        hashKey: Buffer.alloc(32, 7),
        digests: [],
        receiverAliases: [],
        aliasReceivers: [],
        withdrawals: sent.map((one) => ({ ...one, sealed: Buffer.from('sealed') })),
        agreed: ['verzonnen-lezer'],
        noticesUntil: later(900),
        dryRun: false,
      });
      const batch = await take(store.outbox, { target: 'hook', at: later(101) });
      const [first] = await store.outbox.batchItems(batch.id);
      const outcomes = new Map(
        (await store.outbox.batchItems(batch.id)).map(({ delivery }) => [delivery, { kind: 'dead', reason: 'refused' } as const]),
      );
      await settle(store.outbox, batch, { kind: 'answered', items: outcomes }, { at: later(102) });
      const again = { delivery: first!.delivery };
      expect(await store.outbox.changeDeliveries('redrive', again, { at: later(103), dryRun: true })).toMatchObject({ changed: 1 });
      expect(await purged(store, deliveriesBefore(LONG_AGO, later(200)))).toEqual({ withdrawals: 2 });
      expect(await store.outbox.changeDeliveries('redrive', again, { at: later(201), dryRun: true })).toMatchObject({
        changed: 0,
        skipped: { gone: 1 },
      });
    });
  });
}
