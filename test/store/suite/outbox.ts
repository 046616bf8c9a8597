import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { addTargets, answer, HOOK, later, request, resultsOf, retryAt, settle, store as stored, take } from '../support/outbox.js';
import { delivery, learner, OTHER_PARTY, OTHER_SCHOOL, PARTY, resultRow, SCHOOL, slice, slices } from '../support/records.js';
import { aliases, commit, learners } from '../support/rosters.js';

export function outbox(context: StoreTest): void {
  describe('the outbox', () => {
    beforeEach(() => addTargets(context.store));

    test('has what a message brought, for each target, in its order, with all that a message to it needs', async () => {
      const { store } = context;
      const { key: _, ...unkeyed } = resultRow('r2', { learner: 'a2' });
      const rows = [resultRow('r1', { learner: 'a1' }), { ...unkeyed, sealedKey: Buffer.from('sealed key'), identity: 'key of r2' }];
      const known = [learner('a1', { sealedId: Buffer.from('sealed id') }), learner('a2')];
      await store.commit(delivery('m', { targets: ['las', 'hook'], slices: [slice(rows, known)] }));
      await commit(store, { upserts: learners('p2'), aliases: aliases({ a2: 'p2' }) });
      for (const target of ['las', 'hook']) {
        const batch = await take(store.outbox, { target });
        expect(batch).toMatchObject({ target, school: SCHOOL, attempt: 1, size: 2, keysOf: PARTY, failures: 0, refusals: 0 });
        const [first, second] = await store.outbox.batchItems(batch.id);
        expect(first).toMatchObject({ kind: 'result', content: { key: 'key of r1', current: true, result: { id: 'r1', revision: 1 } } });
        expect(Buffer.from(first!.content!.sealedId!).toString()).toBe('sealed id');
        expect(second!.content).not.toHaveProperty('sealedId');
        expect(second!.content).not.toHaveProperty('key');
        expect(Buffer.from(second!.content!.sealedKey!).toString()).toBe('sealed key');
        expect(Buffer.from(second!.content!.rosterDocument!).toString()).toBe('sealed: says p2');
        expect(second!.content!.result.rosterLearner).toBe('p2');
      }
    });

    test('has nothing of a message that goes to nobody, was stored before, or goes to a target that ended', async () => {
      const { store } = context;
      await stored(store, ['r1'], []);
      await store.commit(delivery('first', { content: 'the same', targets: ['las'] }));
      await store.commit(delivery('again', { content: 'the same', targets: ['hook'] }));
      await store.endTarget('hook', later(0));
      await stored(store, ['r2'], ['hook', 'no such target']);
      expect((await store.outbox.dueTargets(later(0))).map(({ target }) => target)).toEqual(['las']);
      expect(await store.outbox.take(request({ target: 'hook' }))).toBeUndefined();
      expect(await resultsOf(store.outbox, await take(store.outbox))).toEqual(['result of first']);
    });

    test('has all of a message that is stored in slices, in batches of what is asked for', async () => {
      const { store } = context;
      await store.commit(delivery('big', { targets: ['las'], slices: slices('s', 250, 100) }));
      const seen: unknown[] = [];
      for (const size of [100, 100, 50]) {
        const batch = await take(store.outbox, { at: later(1) });
        expect(batch.size).toBe(size);
        seen.push(...(await resultsOf(store.outbox, batch)));
        await answer(store.outbox, batch);
      }
      expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => `s-${index}`));
      expect(await store.outbox.take(request({ at: later(1) }))).toBeUndefined();
      expect(await store.outbox.dueTargets(later(1))).toEqual([]);
    });

    test('works a lane in order, one batch at a time, and other lanes beside it', async () => {
      const { store, open } = context;
      const other = await open();
      await stored(store, ['r1', 'r2']);
      await stored(store, ['r3'], ['las', 'hook']);
      await stored(store, ['r4'], ['las'], { school: OTHER_SCHOOL });
      const mine = await take(store.outbox, { limit: 1 });
      const theirs = await take(other.outbox, { owner: 'p2' });
      expect([mine.school, theirs.school]).toEqual([SCHOOL, OTHER_SCHOOL]);
      expect(await store.outbox.take(request())).toBeUndefined();
      expect(await resultsOf(store.outbox, await take(other.outbox, { target: 'hook' }))).toEqual(['r3']);
      expect(await resultsOf(store.outbox, mine)).toEqual(['r1']);
      await answer(store.outbox, mine);
      expect(await resultsOf(store.outbox, await take(store.outbox, { at: later(1) }))).toEqual(['r2', 'r3']);
    });

    test('leaves out schools that whoever asks is busy with, and those that are paused; keys of the first vendor go as they are', async () => {
      const { store } = context;
      await stored(store, ['r1'], ['las'], { party: OTHER_PARTY });
      await stored(store, ['r2']);
      await stored(store, ['r3'], ['las'], { school: OTHER_SCHOOL });
      await store.pauseSchool(OTHER_SCHOOL, later(0));
      expect(await store.outbox.take(request({ busy: [SCHOOL] }))).toBeUndefined();
      expect(await take(store.outbox)).toMatchObject({ school: SCHOOL, keysOf: OTHER_PARTY, size: 2 });
      expect(await store.outbox.take(request())).toBeUndefined();
      await store.pauseSchool(OTHER_SCHOOL, undefined);
      expect(await take(store.outbox)).toMatchObject({ school: OTHER_SCHOOL, keysOf: PARTY });
    });

    test('makes every message to a target for a school later than the one before, whatever the clock says', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3']);
      const moments: string[] = [];
      for (const at of [later(0), later(0), later(-3_600)]) {
        const batch = await take(store.outbox, { at, limit: 1 });
        moments.push(batch.createdAt);
        await answer(store.outbox, batch, undefined, undefined, at);
      }
      expect(moments).toEqual([later(0), later(0.001), later(0.002)]);
    });

    test('never has a result twice in a batch', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      const batch = await take(store.outbox, { limit: 1 });
      await stored(store, ['r1']);
      await settle(store.outbox, batch, retryAt(later(1)));
      await stored(store, ['r3']);
      expect(await resultsOf(store.outbox, await take(store.outbox, { at: later(2) }))).toEqual(['r1']);
      const again = await store.outbox.batchItems(batch.id);
      expect(again.map(({ content }) => [content?.result.revision, content?.current])).toEqual([[1, false]]);
    });

    test('sends the newest revision in the place of one that was not sent yet', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2'], ['las', 'hook']);
      const hook = await take(store.outbox, { target: 'hook' });
      await stored(store, ['r1'], ['las', 'hook']);
      const [first, second] = await store.outbox.batchItems((await take(store.outbox)).id);
      expect([first, second].map((item) => [item?.content?.result.id, item?.content?.result.revision])).toEqual([
        ['r2', 1],
        ['r1', 2],
      ]);
      // What is out is out.
      expect(await resultsOf(store.outbox, hook)).toEqual(['r1', 'r2']);
    });

    describe('a batch', () => {
      test('stays together, with its id, until it is answered', async () => {
        const { store } = context;
        await stored(store, ['r1', 'r2']);
        const first = await take(store.outbox);
        await stored(store, ['r3']);
        await settle(store.outbox, first, retryAt(later(30)));
        expect(await store.outbox.take(request({ at: later(29) }))).toBeUndefined();
        expect(await store.outbox.dueTargets(later(2))).toEqual([{ target: 'las', dueAt: later(30) }]);
        const second = await take(store.outbox, { at: later(30) });
        expect(second).toMatchObject({ id: first.id, attempt: 2, size: 2, lease: first.lease + 1, failures: 1 });
        expect(await resultsOf(store.outbox, second)).toEqual(['r1', 'r2']);
        await answer(store.outbox, second);
        const third = await take(store.outbox, { at: later(31) });
        expect(third).toMatchObject({ attempt: 1, size: 1, failures: 0 });
        expect(third.id).not.toBe(first.id);
      });

      test('is out for as long as its lease is renewed, and settled once, by who holds that', async () => {
        const { store } = context;
        await stored(store, ['r1']);
        const first = await take(store.outbox);
        expect(await store.outbox.renewLease(first.id, first.lease, later(100))).toBe(true);
        expect(await store.outbox.take(request({ at: later(99) }))).toBeUndefined();
        expect(await store.outbox.dueTargets(later(99))).toEqual([{ target: 'las', dueAt: later(100) }]);
        const second = await take(store.outbox, { at: later(100), owner: 'p2' });
        expect(second).toMatchObject({ id: first.id, attempt: 2 });
        expect(await answer(store.outbox, first)).toBe(false);
        expect(await store.outbox.renewLease(first.id, first.lease, later(200))).toBe(false);
        expect(await answer(store.outbox, second)).toBe(true);
        expect(await answer(store.outbox, second)).toBe(false);
        expect(await store.outbox.renewLease(second.id, second.lease, later(200))).toBe(false);
        expect(await store.outbox.take(request({ at: later(300) }))).toBeUndefined();
      });

      test('that was refused as a whole is halved until the one that it is about is alone, in order', async () => {
        const { store } = context;
        await stored(store, ['r1', 'r2', 'r3', 'r4', 'r5']);
        const sent: unknown[] = [];
        for (let batch = await store.outbox.take(request()); batch; batch = await store.outbox.take(request({ at: later(2) }))) {
          const results = await resultsOf(store.outbox, batch);
          sent.push(results);
          if (results.includes('r4')) await settle(store.outbox, batch, { kind: 'split' });
          else await answer(store.outbox, batch);
        }
        expect(sent).toEqual([['r1', 'r2', 'r3', 'r4', 'r5'], ['r1', 'r2', 'r3'], ['r4', 'r5'], ['r4'], ['r5']]);
      });

      test('leaves those behind that did not fit, and they come next', async () => {
        const { store } = context;
        await stored(store, ['r1', 'r2', 'r3', 'r4']);
        const first = await take(store.outbox, { limit: 3 });
        await answer(store.outbox, first, { kind: 'delivered' }, { r2: { kind: 'deferred' }, r3: { kind: 'deferred' } });
        const second = await take(store.outbox, { at: later(1) });
        expect(second.id).not.toBe(first.id);
        expect(second.attempt).toBe(1);
        expect(await resultsOf(store.outbox, second)).toEqual(['r2', 'r3']);
        await answer(store.outbox, second);
        expect(await resultsOf(store.outbox, await take(store.outbox, { at: later(1) }))).toEqual(['r4']);
      });

      test('of which nothing went out was not tried, of which nothing is said waits, and that is too old never goes', async () => {
        const { store } = context;
        await stored(store, ['r1']);
        const { id, lease } = await take(store.outbox);
        expect(await store.outbox.settle({ batch: id, lease, at: later(1), verdict: retryAt(later(5)) })).toBe(true);
        const batch = await take(store.outbox, { at: later(5) });
        expect(batch).toMatchObject({ id, attempt: 1, failures: 0 });
        await stored(store, ['r2']);
        await settle(store.outbox, batch, { kind: 'answered', items: new Map() }, { at: later(6) });
        expect(await store.outbox.take(request({ at: later(65) }))).toBeUndefined();
        const again = await take(store.outbox, { at: later(66) });
        expect(again).toMatchObject({ id, attempt: 2 });
        await settle(store.outbox, again, { kind: 'retry', at: later(90), tooOld: true }, { at: later(67) });
        expect(await store.outbox.take(request({ at: later(89) }))).toBeUndefined();
        expect(await resultsOf(store.outbox, await take(store.outbox, { at: later(90) }))).toEqual(['r2']);
      });
    });

    describe('the circuit of a target', () => {
      test('open: nothing goes; half-open: one tries, and who is gone gives way; closed by whatever answer; other targets go on', async () => {
        const { store } = context;
        await stored(store, ['r1'], ['las', 'hook']);
        await stored(store, ['r2'], ['las'], { school: OTHER_SCHOOL });
        await settle(store.outbox, await take(store.outbox), retryAt(later(2), later(10)));
        expect(await store.outbox.take(request({ at: later(9) }))).toBeUndefined();
        expect(await store.outbox.dueTargets(later(9))).toContainEqual({ target: 'las', dueAt: later(10) });
        expect(await take(store.outbox, { target: 'hook', at: later(9) })).toMatchObject({ failures: 0 });
        const gone = await take(store.outbox, { at: later(10), until: later(70) });
        expect(gone.failures).toBe(1);
        expect(await store.outbox.take(request({ at: later(69) }))).toBeUndefined();
        expect(await store.outbox.dueTargets(later(11))).toContainEqual({ target: 'las', dueAt: later(70) });
        const probe = await take(store.outbox, { at: later(70) });
        expect(await store.outbox.take(request({ at: later(71) }))).toBeUndefined();
        await settle(store.outbox, probe, retryAt(later(72), later(80)), { at: later(71) });
        const second = await take(store.outbox, { at: later(80) });
        expect(second.failures).toBe(2);
        await answer(store.outbox, second, { kind: 'dead', reason: 'refused' }, {}, later(81));
        expect(await take(store.outbox, { at: later(81) })).toMatchObject({ failures: 0, refusals: 1 });
      });

      test('does not open for failures in a row when somebody was answered since', async () => {
        const { store } = context;
        await stored(store, ['r1']);
        await stored(store, ['r2'], ['las'], { school: OTHER_SCHOOL });
        await settle(store.outbox, await take(store.outbox), retryAt(later(2)));
        const hangs = await take(store.outbox, { at: later(2) });
        await answer(store.outbox, await take(store.outbox, { at: later(2) }), undefined, {}, later(3));
        const verdict = { kind: 'retry', at: later(4), openUntil: later(60), afterFailures: hangs.failures + 1 } as const;
        await settle(store.outbox, hangs, verdict, { at: later(3) });
        expect(await store.outbox.alerts(later(4))).toEqual([]);
        const again = await take(store.outbox, { at: later(4) });
        await settle(store.outbox, again, { ...verdict, at: later(5), afterFailures: 2 }, { at: later(4) });
        expect(await store.outbox.take(request({ at: later(59) }))).toBeUndefined();
      });

      test.each([
        ['fails', retryAt(later(2), later(5))],
        ['is answered', { kind: 'answered', items: new Map() }],
      ] as const)('stays open for as long as the target asked when what was on its way by then %s', async (_, verdict) => {
        const { store } = context;
        await stored(store, ['r1']);
        await stored(store, ['r2'], ['las'], { school: OTHER_SCHOOL });
        const asked = await take(store.outbox);
        const beside = await take(store.outbox);
        await settle(store.outbox, asked, retryAt(later(60), later(60)));
        await settle(store.outbox, beside, verdict);
        expect(await store.outbox.take(request({ at: later(59) }))).toBeUndefined();
        expect(await store.outbox.dueTargets(later(59))).toEqual([{ target: 'las', dueAt: later(60) }]);
        const [alert] = await store.outbox.alerts(later(59));
        expect(alert).toMatchObject({ kind: 'failing', phase: 'started' });
        await answer(store.outbox, await take(store.outbox, { at: later(60) }), undefined, {}, later(61));
        await take(store.outbox, { at: later(61) });
      });
    });

    test('has nothing in a batch that was queued over an hour after the first of it: it is not given up with that', async () => {
      const { store } = context;
      for (const [result, seconds] of [
        ['r1', 0],
        ['r2', 3_600],
        ['r3', 3_601],
      ] as const) {
        await stored(store, [result], []);
        await store.outbox.queueStored({ target: 'las', school: SCHOOL, notOf: HOOK, at: later(seconds) });
      }
      const old = await take(store.outbox, { at: later(4_000) });
      expect(await resultsOf(store.outbox, old)).toEqual(['r1', 'r2']);
      await settle(store.outbox, old, { kind: 'retry', at: later(4_002), tooOld: true }, { at: later(4_001) });
      expect(await resultsOf(store.outbox, await take(store.outbox, { at: later(4_002) }))).toEqual(['r3']);
    });

    test('counts what was refused in a row, and holds a target as a whole: nothing goes there', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
      const refused = { kind: 'dead', reason: 'refused' } as const;
      await answer(store.outbox, await take(store.outbox, { limit: 2 }), refused);
      await settle(store.outbox, await take(store.outbox, { limit: 1, at: later(1) }), { kind: 'split' });
      const third = await take(store.outbox, { limit: 2, at: later(1) });
      expect(third.refusals).toBe(3);
      await answer(store.outbox, third, refused, { r4: { kind: 'delivered' } });
      const last = await take(store.outbox, { at: later(1) });
      expect(last).toMatchObject({ refusals: 0 });
      await stored(store, ['r7'], ['las'], { school: OTHER_SCHOOL });
      await settle(store.outbox, last, { kind: 'hold', reason: 'authorisation' });
      expect(await store.outbox.take(request({ at: later(9_000) }))).toBeUndefined();
      expect(await store.outbox.dueTargets(later(9_000))).toEqual([]);
    });

    test('cancels what is to go to a target that ends, but believes that what was out has arrived', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      const batch = await take(store.outbox, { limit: 1 });
      const [item] = await store.outbox.batchItems(batch.id);
      await store.endTarget('las', later(1));
      expect(await store.outbox.batchItems(batch.id)).toEqual([]);
      expect(await store.outbox.take(request({ at: later(500) }))).toBeUndefined();
      expect(await settle(store.outbox, batch, { kind: 'answered', items: new Map([[item!.delivery, { kind: 'delivered' }]]) })).toBe(true);
      expect(await store.outbox.dueTargets(later(500))).toEqual([]);
    });

    test.each([
      ['fails', retryAt(later(2), later(9))],
      ['finds the door shut', { kind: 'hold', reason: 'authorisation' }],
    ] as const)('tells nobody of a target that ended when what was out by then %s', async (_, verdict) => {
      const { store } = context;
      await stored(store, ['r1', 'r2']);
      const batch = await take(store.outbox);
      await store.endTarget('las', later(0.5));
      await settle(store.outbox, batch, verdict);
      expect(await store.outbox.alerts(later(2))).toEqual([]);
    });

    test('writes one entry in the audit for what came of a batch, with numbers', async () => {
      const { store } = context;
      await stored(store, ['r1', 'r2', 'r3'], ['hook']);
      const as = store.as('gateway').outbox;
      const batch = await take(as, { target: 'hook' });
      await answer(as, batch, { kind: 'delivered' }, { r2: { kind: 'dead', reason: 'not-expressible' } });
      const { items } = await store.audit({ operation: 'result.deliver', limit: 10 });
      expect(items).toMatchObject([
        { actor: 'gateway', outcome: 'done', school: SCHOOL, subject: 'hook', counts: { delivered: 2, notExpressible: 1 } },
      ]);
      expect(JSON.stringify(items)).not.toContain(HOOK);
    });

    describe('when the clock is set back by an hour', () => {
      test('what waits, what is out and what is shut are not waited for until the clock has come as far again', async () => {
        const { store } = context;
        await stored(store, ['r1']);
        const out = await take(store.outbox);
        const again = await take(store.outbox, { at: later(-3_000) });
        expect(again).toMatchObject({ id: out.id, attempt: 2 });
        await settle(store.outbox, again, retryAt(later(-2_900), later(-2_800)), { at: later(-2_999) });
        expect(await store.outbox.take(request({ at: later(-2_998) }))).toBeUndefined();
        expect(await store.outbox.dueTargets(later(-7_000))).toEqual([{ target: 'las', dueAt: later(-7_000) }]);
        expect(await take(store.outbox, { at: later(-7_000) })).toMatchObject({ id: out.id, attempt: 3 });
      });
    });
  });
}
