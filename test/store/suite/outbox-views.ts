import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DeliveryFilter, DeliveryView } from '../../../src/store/outbox-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addTargets, answer, later, request, resultsOf, retryAt, settle, store as stored, take } from '../support/outbox.js';
import { OTHER_SCHOOL, SCHOOL } from '../support/records.js';

const NOTHING = { waiting: 0, leased: 0, retrying: 0, held: 0, delivered: 0, dead: 0, task: 0, cancelled: 0 };

async function list(store: Store, filter: DeliveryFilter = {}): Promise<readonly DeliveryView[]> {
  return (await store.outbox.deliveries({ limit: 100, ...filter })).items;
}

/** `state reason? of result`, oldest first. */
async function states(store: Store, filter: DeliveryFilter = {}): Promise<readonly string[]> {
  const items = await list(store, filter);
  return items.map(({ state, reason, result }) => [state, ...(reason === undefined ? [] : [reason]), 'of', result].join(' ')).reverse();
}

async function statusOf(store: Store, target = 'las', school?: string) {
  const all = await store.outbox.deliveryStatus(later(2), school);
  return all.find((status) => status.target === target);
}

export function outboxViews(context: StoreTest): void {
  describe('deliveries as they are shown', () => {
    beforeEach(() => addTargets(context.store));

    test('say what became of each, in every state, and add up', async () => {
      const { store } = context;
      const exchange = await stored(store, ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'], ['las', 'hook']);
      const first = await take(store.outbox, { limit: 4 });
      const losses = [{ path: 'goalLinks', reason: 'no place for it' }];
      await answer(
        store.outbox,
        first,
        { kind: 'delivered', losses },
        {
          r2: { kind: 'dead', reason: 'refused' },
          r3: { kind: 'cancelled', reason: 'no-agreement' },
          r4: { kind: 'held', reason: 'restricted' },
        },
      );
      await settle(store.outbox, await take(store.outbox, { limit: 1, at: later(1) }), retryAt(later(9)));
      expect(await states(store, { target: 'las' })).toEqual([
        'delivered of r1',
        'dead refused of r2',
        'cancelled no-agreement of r3',
        'held restricted of r4',
        'retrying of r5',
        'waiting of r6',
      ]);
      const [waiting, retrying, , , , delivered] = await list(store, { target: 'las' });
      expect(delivered).toMatchObject({ target: 'las', school: SCHOOL, kind: 'result', revision: 1, exchange, attempts: 1, losses });
      expect(delivered).toMatchObject({ settledAt: later(1) });
      expect(delivered).not.toHaveProperty('dueAt');
      expect(retrying).toMatchObject({ attempts: 1, dueAt: later(9), losses: [] });
      expect(waiting).toMatchObject({ attempts: 0, dueAt: later(9) });
      expect(waiting).not.toHaveProperty('settledAt');

      expect(await statusOf(store)).toMatchObject({
        counts: { ...NOTHING, waiting: 1, retrying: 1, held: 1, delivered: 1, dead: 1, cancelled: 1 },
        oldestWaiting: waiting!.queuedAt,
        lastDelivered: later(1),
        failures: 1,
        pauses: [],
      });
      expect(await statusOf(store, 'hook')).toMatchObject({ counts: { ...NOTHING, waiting: 6 }, failures: 0 });
      expect(await statusOf(store, 'las', OTHER_SCHOOL)).toEqual({ target: 'las', counts: NOTHING, failures: 1, pauses: [] });
    });

    test('are found by whatever is known of them', async () => {
      const { store } = context;
      const first = await stored(store, ['r1', 'r2'], ['las', 'hook']);
      await stored(store, ['r1', 'r3'], ['las'], { school: OTHER_SCHOOL });
      const batch = await take(store.outbox);
      await answer(store.outbox, batch, { kind: 'delivered' }, { r2: { kind: 'dead', reason: 'refused' } });
      const all = await list(store);
      expect(all.map(({ id }) => Number(id))).toEqual([6, 5, 4, 3, 2, 1]);
      const found = async (filter: DeliveryFilter) => (await list(store, filter)).map(({ id }) => Number(id));
      expect(await found({ target: 'hook' })).toEqual([4, 3]);
      expect(await found({ school: OTHER_SCHOOL })).toEqual([6, 5]);
      expect(await found({ school: SCHOOL, target: 'las' })).toEqual([2, 1]);
      expect(await found({ exchange: first })).toEqual([4, 3, 2, 1]);
      expect(await found({ result: 'r1' })).toEqual([5, 3, 1]);
      expect(await found({ result: 'r1', school: SCHOOL, target: 'hook' })).toEqual([3]);
      expect(await found({ states: ['dead'] })).toEqual([2]);
      expect(await found({ states: ['waiting', 'dead'] })).toEqual([6, 5, 4, 3, 2]);
      expect(await found({ states: ['delivered'] })).toEqual([1]);
      expect(await found({ states: ['delivered', 'dead'], target: 'las' })).toEqual([2, 1]);
      expect(await found({ reason: 'refused' })).toEqual([2]);
      expect(await found({ delivery: '3' })).toEqual([3]);
      expect(await found({ since: all[0]!.queuedAt, until: later(0) })).toContain(6);
      expect(await found({ until: all[5]!.queuedAt })).toEqual([]);
      for (const nothing of [
        { delivery: 'x' },
        { delivery: '03' },
        { delivery: '99' },
        { target: 'no such target' },
        { school: 'no such school' },
        { result: 'no such result' },
        { exchange: 'no such exchange' },
        { states: [] },
      ]) {
        expect(await found(nothing)).toEqual([]);
      }
      expect(await store.outbox.delivery('99')).toBeUndefined();
      expect(await store.outbox.delivery("1' OR 1=1")).toBeUndefined();
    });

    test('are not dead any more once it was delivered in another try, or with a newer revision', async () => {
      const { store } = context;
      const dead = { kind: 'dead', reason: 'refused' } as const;
      await stored(store, ['r1', 'r2']);
      await stored(store, ['r3'], ['las'], { school: OTHER_SCHOOL });
      for (const at of [later(0), later(0)]) await answer(store.outbox, await take(store.outbox, { at }), dead);
      const counts = async (school?: string) => {
        const { counts: of } = (await statusOf(store, 'las', school))!;
        return [of.dead, of.waiting, of.delivered];
      };
      const redrive = () => store.outbox.changeDeliveries('redrive', { states: ['dead'], school: SCHOOL }, { at: later(1) });
      await redrive();
      expect(await counts()).toEqual([3, 2, 0]);
      await answer(store.outbox, await take(store.outbox, { at: later(1) }), dead, { r1: { kind: 'delivered' } });
      expect([await counts(), await counts(SCHOOL), await counts(OTHER_SCHOOL)]).toEqual([
        [3, 0, 1],
        [2, 0, 1],
        [1, 0, 0],
      ]);
      await redrive();
      await answer(store.outbox, await take(store.outbox, { at: later(2) }));
      expect([await counts(), await counts(SCHOOL)]).toEqual([
        [1, 0, 2],
        [0, 0, 2],
      ]);
      expect(await states(store, { school: SCHOOL })).toEqual([
        'cancelled refused of r1',
        'cancelled refused of r2',
        'delivered of r1',
        'cancelled refused of r2',
        'delivered of r2',
      ]);
      expect(await store.outbox.alerts(later(3))).toMatchObject([{ kind: 'refused', dead: 1, schools: [OTHER_SCHOOL] }]);
      // Put right by whoever sent it.
      await stored(store, ['r3'], ['las'], { school: OTHER_SCHOOL });
      await answer(store.outbox, await take(store.outbox, { at: later(4) }));
      expect(await counts()).toEqual([0, 0, 3]);
      expect(await store.outbox.alerts(later(5))).toEqual([]);
    });

    test('come in pages, newest first, and with a cursor of another list not at all', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3', 'r4', 'r5']);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.outbox.deliveries({ target: 'las', limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.items.map(({ result }) => result!));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen).toEqual(['r5', 'r4', 'r3', 'r2', 'r1']);
      await stored(store, ['r6'], []);
      const { next } = await store.exchanges({ limit: 1 });
      await expect(store.outbox.deliveries({ limit: 2, cursor: next! })).rejects.toMatchObject({ code: 'unknown' });
    });

    test('tell every attempt, also of the batches that the last one was taken out of', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3']);
      const whole = await take(store.outbox);
      await settle(store.outbox, whole, retryAt(later(2)), {
        attempt: { outcome: 'busy', status: 503, words: 'asked to come back later' },
      });
      await settle(store.outbox, await take(store.outbox, { at: later(2) }), { kind: 'split' }, { at: later(3) });
      await answer(store.outbox, await take(store.outbox, { at: later(3) }), undefined, {}, later(4));
      const alone = await take(store.outbox, { at: later(4) });
      const code = 'Client.ToetsafnameOngeldig';
      await settle(store.outbox, alone, { kind: 'split' }, { at: later(5), attempt: { outcome: 'content', status: 500, code } });
      expect(await store.outbox.delivery('3')).toEqual({
        ...(await list(store, { delivery: '3' }))[0],
        state: 'dead',
        reason: 'refused',
        attempts: 3,
        redrivenBy: [],
        attemptList: [
          {
            batch: whole.id,
            number: 1,
            size: 3,
            startedAt: later(0),
            endedAt: later(1),
            outcome: 'busy',
            status: 503,
            words: 'asked to come back later',
          },
          { batch: whole.id, number: 2, size: 3, startedAt: later(2), endedAt: later(3), outcome: 'content', status: 200 },
          { batch: alone.id, number: 1, size: 1, startedAt: later(4), endedAt: later(5), outcome: 'content', status: 500, code },
        ],
      });
      expect((await store.outbox.delivery('1'))?.attemptList).toHaveLength(3);
      expect(await states(store)).toEqual(['delivered of r1', 'delivered of r2', 'dead refused of r3']);
    });

    test('are on their way while somebody has the lease, and retried when nobody has any more', async () => {
      const { store } = context;
      await stored(store, ['r1']);
      const now = Date.now();
      const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
      await take(store.outbox, { at: at(3), until: at(600) });
      expect(await states(store)).toEqual(['leased of r1']);
      expect((await store.outbox.delivery('1'))?.attemptList).toEqual([expect.not.objectContaining({ outcome: expect.anything() })]);
      await take(store.outbox, { at: at(601), until: at(-5) });
      expect(await states(store)).toEqual(['retrying of r1']);
      const attempts = (await store.outbox.delivery('1'))?.attemptList;
      expect(attempts?.map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual([
        ['interrupted', at(601)],
        ['interrupted', undefined],
      ]);
      expect((await statusOf(store))?.counts).toMatchObject({ leased: 0, retrying: 1 });
    });

    test('wait while they, their target, their school or all of it are paused', async () => {
      const { store } = context;
      await stored(store, ['r1'], ['las', 'hook']);
      await stored(store, ['r2'], ['las', 'hook'], { school: OTHER_SCHOOL });
      const scopes = [
        [{ target: 'las' }, ['las', 'las']],
        [{ school: SCHOOL }, ['las', 'hook']],
        [{ target: 'hook', school: OTHER_SCHOOL }, ['hook']],
        [{}, ['las', 'hook', 'las', 'hook']],
      ] as const;
      for (const [scope, held] of scopes) {
        expect(await store.outbox.pauseDeliveries(scope, later(0))).toBe(true);
        expect(await store.outbox.pauseDeliveries(scope, later(1))).toBe(false);
        expect((await list(store, { states: ['held'], reason: 'paused' })).map(({ target }) => target).reverse()).toEqual(held);
        expect((await store.outbox.dueTargets(later(2))).length).toBe(held.length === 4 ? 0 : held[1] === 'las' ? 1 : 2);
        const pauses = (await statusOf(store, 'hook'))?.pauses;
        if (scope === scopes[0][0]) expect(await store.outbox.take(request({ at: later(2) }))).toBeUndefined();
        if (scope === scopes[0][0]) expect(pauses).toEqual([]);
        else
          expect(pauses).toEqual([
            { ...('school' in scope && { school: scope.school }), ...(!('target' in scope) && { everywhere: true }), since: later(0) },
          ]);
        expect(await store.outbox.pauseDeliveries(scope, undefined)).toBe(true);
        expect(await store.outbox.pauseDeliveries(scope, undefined)).toBe(false);
      }
      await store.pauseSchool(SCHOOL, later(0));
      expect(await states(store, { target: 'las' })).toEqual(['held school-paused of r1', 'waiting of r2']);
      expect((await statusOf(store))?.counts).toEqual({ ...NOTHING, held: 1, waiting: 1 });
      await expect(store.outbox.pauseDeliveries({ target: 'no such target' }, later(0))).rejects.toMatchObject({ code: 'unknown' });
      await expect(store.outbox.pauseDeliveries({ school: 'no such school' }, later(0))).rejects.toMatchObject({ code: 'unknown' });
      const { items } = await store.audit({ operation: 'delivery.pause', oldestFirst: true, limit: 10 });
      expect(items.map(({ school, subject }) => [school, subject])).toEqual([
        [undefined, 'las'],
        [SCHOOL, undefined],
        [OTHER_SCHOOL, 'hook'],
        [undefined, undefined],
      ]);
    });

    test('of a target that is held wait for somebody, who starts with a clean slate', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      await answer(store.outbox, await take(store.outbox, { limit: 1 }), { kind: 'dead', reason: 'refused' });
      const batch = await take(store.outbox, { at: later(1) });
      await settle(store.outbox, batch, { kind: 'hold', reason: 'all-refused' });
      expect(await states(store)).toEqual(['dead refused of r1', 'held target-held of r2']);
      expect(await statusOf(store)).toMatchObject({ counts: { held: 1, dead: 1 }, held: { reason: 'all-refused', since: later(1) } });
      expect(await store.outbox.resumeTarget('las', later(2))).toEqual({ released: true, retried: false });
      expect(await store.outbox.resumeTarget('las', later(2))).toEqual({ released: false, retried: false });
      await expect(store.outbox.resumeTarget('no such target', later(2))).rejects.toMatchObject({ code: 'unknown' });
      expect(await states(store)).toEqual(['dead refused of r1', 'retrying of r2']);
      expect(await take(store.outbox, { at: later(2) })).toMatchObject({ id: batch.id, refusals: 0, failures: 0 });
    });

    test('of a target that waits after failures go at once when somebody says that it is back', async () => {
      const { store } = context;
      await stored(store, ['r1']);
      await stored(store, ['r2'], ['las'], { school: OTHER_SCHOOL });
      const batch = await take(store.outbox);
      await settle(store.outbox, batch, retryAt(later(600), later(600)));
      expect(await store.outbox.take(request({ at: later(2) }))).toBeUndefined();
      expect(await store.outbox.resumeTarget('las', later(2))).toEqual({ released: false, retried: true });
      expect(await store.outbox.resumeTarget('las', later(2))).toEqual({ released: false, retried: false });
      const taken = [await take(store.outbox, { at: later(2) }), await take(store.outbox, { at: later(2) })];
      expect(taken.map(({ school, failures }) => [school, failures])).toEqual([
        [OTHER_SCHOOL, 0],
        [SCHOOL, 0],
      ]);
      expect(await store.outbox.resumeTarget('las', later(3))).toEqual({ released: false, retried: false });
    });

    test('go on by themselves when a restriction of the school ends', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      const person = { names: ['alias-1'] };
      await store.rights.restrict(SCHOOL, person, later(0), true);
      const batch = await take(store.outbox);
      await answer(store.outbox, batch, { kind: 'delivered' }, { r1: { kind: 'held', reason: 'restricted' } });
      expect(await store.outbox.take(request({ at: later(2) }))).toBeUndefined();
      await store.rights.restrict(SCHOOL, person, later(2), false);
      const next = await take(store.outbox, { at: later(2) });
      expect(await resultsOf(store.outbox, next)).toEqual(['r1']);
      expect(next.id).not.toBe(batch.id);
    });

    test('of results that are erased are cancelled, but what was out is delivered all the same', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3']);
      const first = await take(store.outbox, { limit: 1 });
      await answer(store.outbox, first, { kind: 'dead', reason: 'refused' });
      const second = await take(store.outbox, { limit: 1, at: later(1) });
      const outcomes = new Map(
        (await store.outbox.batchItems(second.id)).map(({ delivery }) => [delivery, { kind: 'delivered' } as const]),
      );
      const erased = await store.rights.erase({
        id: 'receipt',
        school: SCHOOL,
        at: later(1),
        person: { names: ['alias-1'] },
        hashKey: Buffer.alloc(32, 7),
        digests: [],
        receiverAliases: [],
        aliasReceivers: [],
        withdrawals: [{ result: 'r2', revision: 1, sealed: Buffer.from('sealed') }],
        agreed: [],
        noticesUntil: later(9),
        dryRun: false,
      });
      expect(erased.kind).toBe('erased');
      expect(await store.outbox.batchItems(second.id)).toEqual([]);
      expect(await settle(store.outbox, second, { kind: 'answered', items: outcomes })).toBe(true);
      const shown = await list(store);
      expect(shown.map(({ kind, state, reason }) => [kind, state, reason])).toEqual([
        ['withdrawal', 'task', 'not-expressible'],
        ['result', 'cancelled', 'erased'],
        ['result', 'delivered', undefined],
        ['result', 'cancelled', 'erased'],
      ]);
      for (const view of shown) expect(view).not.toHaveProperty('result');
      expect(await store.outbox.take(request({ at: later(9) }))).toBeUndefined();
    });
  });
}
