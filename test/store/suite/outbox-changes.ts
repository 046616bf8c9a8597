import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert, Changed, DeliveryChange, DeliveryFilter } from '../../../src/store/outbox-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addTargets, answer, later, resultsOf, retryAt, settle, store as stored, take } from '../support/outbox.js';
import { delivery, OTHER_PARTY, OTHER_SCHOOL, PARTY, SCHOOL } from '../support/records.js';

const REFUSED = { kind: 'dead', reason: 'refused' } as const;

/** `id state reason?`, oldest first. */
async function states(store: Store, filter: DeliveryFilter = {}): Promise<readonly string[]> {
  const { items } = await store.outbox.deliveries({ limit: 100, ...filter });
  return items.map(({ id, state, reason }) => [id, state, ...(reason === undefined ? [] : [reason])].join(' ')).reverse();
}

/** Says what would be done, does it, and what was done is that. */
async function change(store: Store, what: DeliveryChange, filter: DeliveryFilter, how: { force?: boolean } = {}): Promise<Changed> {
  const before = await states(store);
  const planned = await store.outbox.changeDeliveries(what, filter, { at: later(5), ...how, dryRun: true });
  expect(await states(store)).toEqual(before);
  const changed = await store.outbox.changeDeliveries(what, filter, { at: later(5), ...how });
  expect(changed).toEqual(planned);
  return changed;
}

/** One of each: 1 delivered, 2 dead, 3 cancelled, 4 held, 5 and 6 retried together, 7 waiting. */
async function oneOfEach(store: Store): Promise<void> {
  await stored(store, ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7']);
  await answer(
    store.outbox,
    await take(store.outbox, { limit: 4 }),
    { kind: 'delivered' },
    { r2: REFUSED, r3: { kind: 'cancelled', reason: 'no-agreement' }, r4: { kind: 'held', reason: 'restricted' } },
  );
  await settle(store.outbox, await take(store.outbox, { limit: 2, at: later(1) }), retryAt(later(6)));
}

export function outboxChanges(context: StoreTest): void {
  describe('deliveries that are changed by hand', () => {
    beforeEach(() => addTargets(context.store));

    test('never go any more once they are cancelled', async () => {
      const { store } = context;
      await oneOfEach(store);
      await stored(store, ['r8'], ['las'], { school: OTHER_SCHOOL });
      const soon = new Date(Date.now() + 3_000).toISOString();
      await take(store.outbox, { at: soon, busy: [SCHOOL], until: later(900) });
      expect(await change(store, 'cancel', { target: 'las' })).toEqual({
        changed: 5,
        skipped: { delivered: 1, 'already-so': 1, 'on-its-way': 1 },
        byTarget: { las: 5 },
      });
      expect(await states(store)).toEqual([
        '1 delivered',
        '2 cancelled by-hand',
        '3 cancelled no-agreement',
        '4 cancelled by-hand',
        '5 cancelled by-hand',
        '6 cancelled by-hand',
        '7 cancelled by-hand',
        '8 leased',
      ]);
      expect(await store.outbox.dueTargets(later(10))).toEqual([{ target: 'las', dueAt: later(900) }]);
      const { items } = await store.audit({ operation: 'delivery.cancel', limit: 10 });
      expect(items).toMatchObject([{ school: SCHOOL, subject: 'las', counts: { deliveries: 5 } }]);
    });

    test('one of a batch that is cancelled or held goes no more, the rest does, under the same id', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3']);
      const batch = await take(store.outbox);
      await settle(store.outbox, batch, retryAt(later(6)));
      expect(await change(store, 'cancel', { result: 'r1' })).toMatchObject({ changed: 1 });
      expect(await change(store, 'hold', { result: 'r2' })).toMatchObject({ changed: 1 });
      expect(await states(store)).toEqual(['1 cancelled by-hand', '2 held paused', '3 retrying']);
      const again = await take(store.outbox, { at: later(6) });
      expect(again).toMatchObject({ id: batch.id, attempt: 2, size: 1 });
      expect(await resultsOf(store.outbox, again)).toEqual(['r3']);
      await answer(store.outbox, again, undefined, {}, later(7));
      expect(await store.outbox.dueTargets(later(7))).toEqual([]);
      expect(await change(store, 'release', { result: 'r2' })).toMatchObject({ changed: 1 });
      const last = await take(store.outbox, { at: later(7) });
      expect(last).toMatchObject({ attempt: 1, size: 1 });
      expect(last.id).not.toBe(batch.id);
      expect((await store.outbox.delivery('2'))?.attemptList.map(({ batch: id }) => id)).toEqual([batch.id, last.id]);
    });

    test('are held and released, those that can be', async () => {
      const { store } = context;
      await oneOfEach(store);
      expect(await change(store, 'hold', {})).toMatchObject({ changed: 3, skipped: { delivered: 1, 'already-so': 3 } });
      expect(await store.outbox.dueTargets(later(9))).toEqual([]);
      expect(await change(store, 'release', { reason: 'paused' })).toMatchObject({ changed: 3, skipped: {} });
      expect(await states(store, { states: ['waiting', 'retrying', 'held'] })).toEqual([
        '4 held restricted',
        '5 retrying',
        '6 retrying',
        '7 waiting',
      ]);
    });

    test('go once more, each with its history, and what was delivered not unless it is forced to', async () => {
      const { store } = context;
      await oneOfEach(store);
      expect(await change(store, 'redrive', {})).toEqual({
        changed: 2,
        skipped: { delivered: 1, 'not-settled': 4 },
        byTarget: { las: 2 },
      });
      expect(await states(store, { states: ['dead', 'cancelled', 'waiting'] })).toEqual([
        '2 dead refused',
        '3 cancelled no-agreement',
        '7 waiting',
        '8 waiting',
        '9 waiting',
      ]);
      expect(await store.outbox.delivery('2')).toMatchObject({ redrivenBy: ['8'], attempts: 1 });
      expect(await store.outbox.delivery('8')).toMatchObject({ redrives: '2', result: 'r2', attempts: 0, attemptList: [] });
      expect(await change(store, 'redrive', { states: ['dead', 'cancelled'] })).toEqual({
        changed: 0,
        skipped: { 'waiting-already': 2 },
        byTarget: {},
      });
      expect(await change(store, 'redrive', { states: ['delivered'] }, { force: true })).toMatchObject({ changed: 1 });
      expect(await store.outbox.delivery('10')).toMatchObject({ redrives: '1', result: 'r1', state: 'waiting' });
      expect((await store.audit({ operation: 'delivery.redrive', limit: 10 })).items.map(({ counts }) => counts)).toEqual([
        { deliveries: 1 },
        { deliveries: 2 },
      ]);
    });

    test('that died twice go once, and that were delivered the second time not again', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      await answer(store.outbox, await take(store.outbox), REFUSED);
      await change(store, 'redrive', {});
      const second = await take(store.outbox, { at: later(5) });
      expect(await resultsOf(store.outbox, second)).toEqual(['r1', 'r2']);
      await answer(store.outbox, second, REFUSED, { r2: { kind: 'delivered' } }, later(6));
      expect(await change(store, 'redrive', { states: ['dead'] })).toEqual({
        changed: 1,
        skipped: { 'waiting-already': 1 },
        byTarget: { las: 1 },
      });
      expect(await change(store, 'redrive', { result: 'r2' })).toEqual({ changed: 0, skipped: { delivered: 2 }, byTarget: {} });
      expect(await store.outbox.delivery('5')).toMatchObject({ redrives: '3', result: 'r1' });
    });

    test('do not go where a newer revision went, or the target ended', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2'], ['las', 'hook']);
      await answer(store.outbox, await take(store.outbox), REFUSED);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }), REFUSED);
      await stored(store, ['r1'], ['las', 'hook']);
      await store.endTarget('hook', later(1));
      expect(await change(store, 'redrive', { states: ['dead'] })).toEqual({
        changed: 1,
        skipped: { superseded: 1, gone: 2 },
        byTarget: { las: 1 },
      });
    });

    test('can be all that was stored before the target was there, each once, and nothing of whoever it is of', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2'], []);
      await stored(store, ['r1', 'r3'], ['las']);
      await stored(store, ['r4'], [], { party: OTHER_PARTY });
      await stored(store, ['r5'], [], { school: OTHER_SCHOOL });
      const of = { target: 'las', school: SCHOOL, notOf: OTHER_PARTY, at: later(1) };
      expect(await store.outbox.queueStored({ ...of, dryRun: true })).toBe(1);
      expect(await store.outbox.queueStored({ ...of, since: later(0) })).toBe(0);
      expect(await store.outbox.queueStored(of)).toBe(1);
      expect(await store.outbox.queueStored(of)).toBe(0);
      expect(await resultsOf(store.outbox, await take(store.outbox, { at: later(1) }))).toEqual(['r1', 'r3', 'r2']);
      const hook = { ...of, target: 'hook', notOf: PARTY };
      expect(await store.outbox.queueStored(hook)).toBe(1);
      expect(await take(store.outbox, { target: 'hook', at: later(1) })).toMatchObject({ keysOf: OTHER_PARTY, size: 1 });
      await store.endTarget('hook', later(2));
      await expect(store.outbox.queueStored({ ...hook, school: OTHER_SCHOOL, notOf: 'nobody' })).rejects.toMatchObject({ code: 'unknown' });
      const { items } = await store.audit({ operation: 'delivery.queue', limit: 10 });
      expect(items.map(({ subject, counts }) => [subject, counts])).toEqual([
        ['hook', { deliveries: 1 }],
        ['las', { deliveries: 1 }],
      ]);
    });
  });

  describe('trouble with a target', () => {
    beforeEach(() => addTargets(context.store));

    const alerts = async (store: Store): Promise<readonly string[]> =>
      (await store.outbox.alerts(later(9))).map(({ target, kind, phase }) => [target, kind, phase].join(' '));
    const told = async (store: Store, at: string): Promise<readonly Alert[]> => {
      const untold = await store.outbox.alerts(at);
      for (const alert of untold) await store.outbox.alertSent(alert, at);
      expect(await store.outbox.alerts(at)).toEqual([]);
      return untold;
    };

    test('is told when it starts and when it ends, once', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      await stored(store, ['r3'], ['las'], { school: OTHER_SCHOOL });
      await settle(store.outbox, await take(store.outbox, { limit: 1 }), retryAt(later(2)));
      expect(await alerts(store)).toEqual([]);
      await settle(store.outbox, await take(store.outbox, { limit: 1, at: later(2) }), retryAt(later(4), later(4)));
      const about = { target: 'las', kind: 'failing', since: later(1), waiting: 3, dead: 0, tasks: 0, schools: [SCHOOL, OTHER_SCHOOL] };
      expect(await store.outbox.alerts(later(3))).toEqual([{ id: '1', phase: 'started', ...about }]);
      expect(await alerts(store)).toEqual(['las failing started']);
      await told(store, later(3));
      await settle(store.outbox, await take(store.outbox, { at: later(4) }), retryAt(later(5), later(5)), { at: later(4) });
      expect(await alerts(store)).toEqual([]);
      await answer(store.outbox, await take(store.outbox, { at: later(5) }), undefined, {}, later(6));
      expect(await told(store, later(6))).toMatchObject([{ id: '1', phase: 'ended', endedAt: later(6), lastTold: later(3) }]);
      await settle(store.outbox, await take(store.outbox, { at: later(6) }), retryAt(later(7), later(7)), { at: later(6) });
      await told(store, later(7));
      await store.endTarget('las', later(8));
      expect(await alerts(store)).toEqual(['las failing ended']);
    });

    test('that is over before anybody was told is no news; the next says when somebody was told last', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3']);
      const hold = { kind: 'hold', reason: 'authorisation' } as const;
      await settle(store.outbox, await take(store.outbox, { limit: 1 }), hold);
      await store.outbox.resumeTarget('las', later(1));
      expect(await alerts(store)).toEqual([]);
      await settle(store.outbox, await take(store.outbox, { at: later(1) }), hold);
      const [first] = await told(store, later(2));
      expect(first).toMatchObject({ kind: 'held', reason: 'authorisation', phase: 'started' });
      expect(first).not.toHaveProperty('lastTold');
      await store.outbox.resumeTarget('las', later(3));
      await told(store, later(4));
      await settle(store.outbox, await take(store.outbox, { at: later(4) }), { kind: 'hold', reason: 'configuration' });
      expect(await store.outbox.alerts(later(9))).toMatchObject([{ kind: 'held', reason: 'configuration', lastTold: later(4) }]);
    });

    test('of what was refused lasts until somebody saw to all of it', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      await answer(store.outbox, await take(store.outbox, { limit: 1 }), { kind: 'dead', reason: 'not-expressible' });
      await settle(store.outbox, await take(store.outbox, { at: later(1) }), { kind: 'split' });
      expect(await told(store, later(2))).toMatchObject([{ kind: 'refused', phase: 'started', dead: 2, waiting: 0 }]);
      await change(store, 'redrive', { result: 'r1' });
      expect(await alerts(store)).toEqual([]);
      await change(store, 'cancel', { result: 'r2', states: ['dead'] });
      expect(await alerts(store)).toEqual(['las refused ended']);
    });
  });

  describe('an outbox whose gateway stopped in the middle', () => {
    test('goes on where it was, in order, as soon as the lease is over', async () => {
      const { store, open } = context;
      await addTargets(store);
      const half: Readonly<Record<string, () => Promise<unknown>>> = {
        'queued, not taken': async () => undefined,
        'taken for the first time': () => take(store.outbox, { limit: 2 }),
        'taken again': async () => {
          await settle(store.outbox, await take(store.outbox, { limit: 2 }), retryAt(later(1)));
          await take(store.outbox, { at: later(1) });
        },
        'halved, with a half on its way': async () => {
          await settle(store.outbox, await take(store.outbox, { limit: 4 }), { kind: 'split' });
          await take(store.outbox, { at: later(1) });
        },
        'with some that did not fit on their way': async () => {
          const batch = await take(store.outbox, { limit: 4 });
          await answer(store.outbox, batch, { kind: 'deferred' }, { r1: { kind: 'delivered' } });
          await take(store.outbox, { at: later(1) });
        },
        'with the circuit half-open, and one that tries': async () => {
          await settle(store.outbox, await take(store.outbox, { limit: 2 }), retryAt(later(1), later(1)));
          await take(store.outbox, { at: later(1) });
        },
      };
      function* broken() {
        yield* [];
        throw new Error('cut off');
      }
      await expect(store.commit(delivery('broken', { targets: ['las'], slices: broken() }))).rejects.toThrow('cut off');
      expect(await store.outbox.dueTargets(later(0))).toEqual([]);
      let school = 0;
      const other = await open();
      for (const [name, stop] of Object.entries(half)) {
        school += 1;
        const of = `99S${school}`;
        await store.addSchool({ id: of, name: of, createdAt: later(0) });
        const ids = ['r1', 'r2', 'r3', 'r4', 'r5'];
        await stored(store, ids, ['las'], { school: of });
        await stop();
        const seen: unknown[] = [];
        const delivered = await other.outbox.deliveries({ school: of, states: ['delivered'], limit: 10 });
        seen.push(...delivered.items.map(({ result }) => result));
        for (let second = 100; seen.length < ids.length; second += 1) {
          const batch = await take(other.outbox, { at: later(second), owner: 'p2' });
          seen.push(...(await resultsOf(other.outbox, batch)));
          await answer(other.outbox, batch, undefined, {}, later(second));
        }
        expect([name, seen]).toEqual([name, ids]);
        expect((await other.outbox.deliveryStatus(later(900), of)).find(({ target }) => target === 'las')?.counts).toMatchObject({
          delivered: 5,
          leased: 0,
          retrying: 0,
          waiting: 0,
        });
      }
    });
  });
}
