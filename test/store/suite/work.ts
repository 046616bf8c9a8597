import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { addTargets, answer, later, request, store as stored, take } from '../support/outbox.js';
import { delivery, SCHOOL, slices } from '../support/records.js';
import { signalIntake, signalRow } from '../support/signals.js';

export function work(context: StoreTest): void {
  describe('who waits for something to deliver', () => {
    let told: number;
    let end: () => void;

    beforeEach(async () => {
      await addTargets(context.store);
      told = 0;
      end = context.store.outbox.onWork(() => {
        told += 1;
      });
    });

    /** How often they were told meanwhile. */
    const during = async (write: () => Promise<unknown>): Promise<number> => {
      const before = told;
      await write();
      return told - before;
    };

    test('is told of each message that goes on, once it is stored, whoever stored it', async () => {
      const { store } = context;
      const seen: Promise<number>[] = [];
      store.outbox.onWork(() => seen.push(store.outbox.dueTargets(later(0)).then((due) => due.length)));
      expect(await during(() => stored(store, ['r1']))).toBe(1);
      expect(await during(() => stored(store.as('cli:proef'), ['r2'], ['las', 'hook']))).toBe(1);
      expect(await during(() => store.commit(delivery('big', { targets: ['las'], slices: slices('s', 250, 100) })))).toBe(1);
      expect(await Promise.all(seen)).toEqual([1, 2, 2]);
    });

    test('hears nothing of what goes to nobody, was stored before, or is taken and settled', async () => {
      const { store } = context;
      await store.commit(delivery('m', { content: 'the same', targets: ['las'] }));
      expect(await during(() => stored(store, ['r1'], []))).toBe(0);
      expect(await during(() => store.commit(delivery('again', { content: 'the same', targets: ['las'] })))).toBe(0);
      expect(await during(async () => answer(store.outbox, await take(store.outbox)))).toBe(0);
    });

    test('is told of what somebody queues, lets go or asks for once more', async () => {
      const { store } = context;
      await stored(store, ['r1'], []);
      const queued = { target: 'las', school: SCHOOL, notOf: 'nobody', at: later(0) };
      expect(await during(() => store.outbox.queueStored(queued))).toBeGreaterThan(0);
      expect(await during(() => store.outbox.changeDeliveries('redrive', {}, { at: later(0), force: true }))).toBeGreaterThan(0);
      await store.outbox.pauseDeliveries({ target: 'las' }, later(0));
      expect(await during(() => store.outbox.pauseDeliveries({ target: 'las' }, undefined))).toBeGreaterThan(0);
      expect(await during(() => store.outbox.resumeTarget('las', later(0)))).toBeGreaterThan(0);
      await store.pauseSchool(SCHOOL, later(0));
      expect(await during(() => store.pauseSchool(SCHOOL, undefined))).toBeGreaterThan(0);
      expect(await store.outbox.take(request())).toBeDefined();
    });

    test('is told of signals that go on', async () => {
      const { store } = context;
      await stored(store, ['r1'], []);
      const { signals } = store.goals;
      expect(await during(() => signals.takeSignals(signalIntake([signalRow('s1')], { targets: ['hook'] })))).toBe(1);
      expect(await during(() => signals.takeSignals(signalIntake([signalRow('s2')])))).toBe(0);
    });

    test('is told nothing any more once they said so', async () => {
      end();
      expect(await during(() => stored(context.store, ['r1']))).toBe(0);
    });
  });
}
