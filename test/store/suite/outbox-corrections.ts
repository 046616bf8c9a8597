import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Erased, ErasureRequest, Person, Receipt } from '../../../src/store/rights-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addTargets, answer, HOOK, LAS, later, request, resultsOf, retryAt, settle, take } from '../support/outbox.js';
import { delivery, learner, PARTY, resultRow, SCHOOL, slice } from '../support/records.js';

const ANN: Person = { names: ['ann'] };
const BOTH = ['las', 'hook'];
let messages = 0;

/** Stores a result of each of these learners: `{ r1: 'ann' }`. */
async function stored(store: Store, results: Readonly<Record<string, string>>, targets: readonly string[] = BOTH): Promise<void> {
  messages += 1;
  const rows = Object.entries(results).map(([id, of]) => resultRow(id, { learner: of }));
  const known = [...new Set(Object.values(results))].map((alias) => learner(alias));
  await store.commit(delivery(`correction ${messages}`, { targets, slices: [slice(rows, known)] }));
}

async function erase(store: Store, more: Partial<ErasureRequest> = {}): Promise<Erased> {
  messages += 1;
  const sent = await store.rights.sentResults(SCHOOL, ANN);
  return store.rights.erase({
    id: `receipt ${messages}`,
    school: SCHOOL,
    at: later(0),
    person: ANN,
    hashKey: Buffer.alloc(32, 7),
    digests: [],
    receiverAliases: [],
    aliasReceivers: [],
    withdrawals: sent.map(({ result, revision }) => ({ result, revision, sealed: Buffer.from(`sealed ${result} ${revision}`) })),
    agreed: [LAS, HOOK],
    noticesUntil: later(1_000),
    dryRun: false,
    ...more,
  });
}

async function targetsOf(erased: Promise<Erased>): Promise<Receipt['targets']> {
  const done = await erased;
  return done.kind === 'erased' ? done.receipt.targets : undefined;
}

/** What a batch that is out withdraws, as it was sealed. */
async function withdrawnIn(store: Store, batch: string): Promise<readonly string[]> {
  const items = await store.outbox.batchItems(batch);
  return items.map(({ kind, sealedWithdrawn }) => `${kind}: ${Buffer.from(sealedWithdrawn ?? []).toString()}`);
}

export function outboxCorrections(context: StoreTest): void {
  describe('results of somebody who is erased', () => {
    beforeEach(() => addTargets(context.store));

    test('that wait never go, and those of others do', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann', r2: 'ben', r3: 'ann' });
      expect(await targetsOf(erase(store))).toBeUndefined();
      const batch = await take(store.outbox);
      expect(await resultsOf(store.outbox, batch)).toEqual(['r2']);
      await answer(store.outbox, batch);
      expect(await store.outbox.take(request({ at: later(2) }))).toBeUndefined();
      expect(await store.outbox.deliveryStatus(later(2))).toMatchObject([{ counts: { dead: 0 } }, { counts: { dead: 0 } }]);
    });

    test('are withdrawn from whoever got them, once each, behind what goes there already', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann', r2: 'ben' }, ['hook']);
      await stored(store, { r1: 'ann' }, ['hook']);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }));
      await stored(store, { r4: 'ben' }, ['hook']);
      expect(await targetsOf(erase(store))).toEqual([{ target: 'hook', party: HOOK, results: 1, how: 'message' }]);
      const first = await take(store.outbox, { target: 'hook', at: later(1) });
      expect(await resultsOf(store.outbox, first)).toEqual(['r4']);
      await answer(store.outbox, first);
      const second = await take(store.outbox, { target: 'hook', at: later(2) });
      expect(await withdrawnIn(store, second.id)).toEqual(['withdrawal: sealed r1 2']);
      await answer(store.outbox, second);
      expect(await store.outbox.take(request({ target: 'hook', at: later(3) }))).toBeUndefined();
    });

    test('are withdrawn from who may have got them too, also of an attempt that is under way', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann' }, ['hook']);
      const tried = await take(store.outbox, { target: 'hook' });
      await settle(store.outbox, tried, retryAt(later(5)));
      await stored(store, { r2: 'ann' }, ['hook']);
      const out = await take(store.outbox, { target: 'hook', at: later(5) });
      expect(await targetsOf(erase(store))).toMatchObject([{ target: 'hook', results: 1 }]);
      expect(await store.outbox.batchItems(out.id)).toEqual([]);
      await settle(store.outbox, out, { kind: 'answered', items: new Map() }, { at: later(6) });
      const next = await take(store.outbox, { target: 'hook', at: later(600) });
      expect(await withdrawnIn(store, next.id)).toEqual(['withdrawal: sealed r1 1']);
    });

    test('keep nobody waiting who comes after them, when nothing else was out', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann' }, ['hook']);
      const { id, lease } = await take(store.outbox, { target: 'hook' });
      await stored(store, { r2: 'ben' }, ['hook']);
      await erase(store);
      await store.outbox.settle({ batch: id, lease, at: later(1), verdict: { kind: 'answered', items: new Map() } });
      expect(await resultsOf(store.outbox, await take(store.outbox, { target: 'hook', at: later(1) }))).toEqual(['r2']);
    });

    test('leave alone those of others that were out with them and are refused: each of these goes by itself before it counts', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann', r2: 'ben' }, ['hook']);
      const whole = await take(store.outbox, { target: 'hook' });
      await erase(store);
      await settle(store.outbox, whole, { kind: 'split' });
      const alone = await take(store.outbox, { target: 'hook', at: later(1) });
      expect(await resultsOf(store.outbox, alone)).toEqual(['r2']);
      expect(alone).toMatchObject({ attempt: 1, size: 1, refusals: 0 });
      expect(alone.id).not.toBe(whole.id);
      await settle(store.outbox, alone, { kind: 'split' });
      const { items } = await store.outbox.deliveries({ target: 'hook', states: ['dead'], limit: 9 });
      expect(items.map(({ result, reason }) => `${result} ${reason}`)).toEqual(['r2 refused']);
    });

    test('that were refused by the only one who was asked are withdrawn from nobody', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann' }, ['hook']);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }), { kind: 'dead', reason: 'refused' });
      expect(await targetsOf(erase(store))).toBeUndefined();
      expect(await store.outbox.take(request({ target: 'hook', at: later(2) }))).toBeUndefined();
      // What was refused is gone, and with it the trouble.
      expect(await store.outbox.deliveryStatus(later(2), SCHOOL)).toContainEqual(
        expect.objectContaining({ target: 'hook', counts: expect.objectContaining({ dead: 0 }) }),
      );
    });

    test('are a task for people where no message can say it: a LAS, a target that ended, a receiver without an agreement', async () => {
      const { store } = context;
      await store.addTarget({ id: 'old', party: HOOK, kind: 'webhook', settings: new Uint8Array(), createdAt: later(0) });
      await stored(store, { r1: 'ann', r2: 'ann' }, ['las', 'hook', 'old']);
      for (const target of ['las', 'hook', 'old']) await answer(store.outbox, await take(store.outbox, { target }));
      await store.endTarget('old', later(0));
      const told = await targetsOf(erase(store, { agreed: [LAS] }));
      expect(told).toEqual([
        { target: 'las', party: LAS, results: 2, how: 'hand' },
        { target: 'hook', party: HOOK, results: 2, how: 'hand' },
        { target: 'old', party: HOOK, results: 2, how: 'hand' },
      ]);
      for (const target of ['las', 'hook', 'old']) expect(await store.outbox.take(request({ target, at: later(5) }))).toBeUndefined();
      const { items } = await store.outbox.deliveries({ reason: 'not-expressible', limit: 10 });
      expect(items.map(({ target, kind, state, result }) => [target, kind, state, result])).toEqual([
        ...Array.from({ length: 2 }, () => ['hook', 'withdrawal', 'task', undefined]),
        ...Array.from({ length: 2 }, () => ['las', 'withdrawal', 'task', undefined]),
      ]);
      expect((await store.outbox.alerts(later(5))).map(({ target, kind }) => [target, kind])).toEqual([
        ['las', 'refused'],
        ['hook', 'refused'],
      ]);
      for (const change of ['cancel', 'redrive', 'hold', 'release'] as const) {
        const swept = await store.outbox.changeDeliveries(change, { reason: 'not-expressible' }, { at: later(6), force: true });
        expect(swept).toEqual({ changed: 0, skipped: { task: 4 }, byTarget: {} });
      }
      expect(await store.outbox.deliveryStatus(later(6))).toContainEqual(
        expect.objectContaining({ target: 'las', counts: expect.objectContaining({ dead: 0, task: 2 }) }),
      );
      for (const { id } of items) expect(await store.outbox.finishErasureTask(id, 'Iemand', later(6))).toMatchObject({ school: SCHOOL });
      expect(await store.outbox.finishErasureTask(items[0]!.id, 'Iemand', later(7))).toBeUndefined();
      expect(await store.outbox.alerts(later(7))).toEqual([]);
    });

    test('that are of somebody else in their newest revision stay where they are', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann' }, ['hook']);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }));
      await stored(store, { r1: 'ben' }, ['hook']);
      expect(await targetsOf(erase(store))).toBeUndefined();
      const batch = await take(store.outbox, { target: 'hook', at: later(2) });
      const [item] = await store.outbox.batchItems(batch.id);
      expect(item).toMatchObject({ kind: 'result', content: { result: { id: 'r1', revision: 2 } } });
    });

    test('are not erased as long as what has to be withdrawn is not what was sealed', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann' }, ['hook']);
      const sent = await store.rights.sentResults(SCHOOL, ANN);
      expect(sent).toEqual([]);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }));
      expect(await erase(store, { withdrawals: [] })).toEqual({ kind: 'changed' });
      expect(await store.rights.sentResults(SCHOOL, ANN)).toEqual([{ result: 'r1', revision: 1, party: PARTY }]);
      expect(await erase(store)).toMatchObject({ kind: 'erased' });
    });

    test('are as they were after a dry run, which says what would be withdrawn', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann' }, ['hook']);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }));
      await stored(store, { r2: 'ann' }, ['hook']);
      expect(await targetsOf(erase(store, { dryRun: true }))).toEqual([{ target: 'hook', party: HOOK, results: 1, how: 'message' }]);
      expect(await resultsOf(store.outbox, await take(store.outbox, { target: 'hook', at: later(2) }))).toEqual(['r2']);
    });

    test('are counted in the audit as withdrawn', async () => {
      const { store } = context;
      await stored(store, { r1: 'ann', r2: 'ann' }, ['hook']);
      await answer(store.outbox, await take(store.outbox, { target: 'hook' }));
      await erase(store);
      const { items } = await store.audit({ school: SCHOOL, limit: 1 });
      expect(items[0]).toMatchObject({ operation: 'learner.erase', counts: { results: 2, withdrawals: 2 } });
    });
  });
}
