import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Slice } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import { addParties, delivery, exchange, resultRow, SCHOOL, slice, slices } from '../support/records.js';

export function streams(context: StoreTest): void {
  describe('deliveries in slices', () => {
    beforeEach(() => addParties(context.store));

    test('appear as a whole', async () => {
      const { store } = context;
      const seen = new Set<number>();
      function* watched(): Generator<Slice> {
        for (const one of slices('r', 20_000, 400)) {
          void store.results({ school: SCHOOL, limit: 1 }).then((page) => seen.add(page.items.length));
          yield one;
        }
      }
      expect(await store.commit(delivery('e1', { slices: watched() }))).toEqual({ kind: 'stored', results: 20_000, revised: 0 });
      expect([...seen]).toEqual([0]);
      expect(new Set(idsOf(await allResults(store))).size).toBe(20_000);
    });

    test('are read one by one, with a turn of the event loop in between, and their strips last', async () => {
      const { store } = context;
      const events: string[] = [];
      let running = true;
      const tick = (): void => {
        events.push('turn');
        if (running) setImmediate(tick);
      };
      function* watched(): Generator<Slice> {
        for (const one of slices('r', 60, 5)) {
          events.push('slice');
          yield one;
        }
      }
      setImmediate(tick);
      const strips = () => {
        events.push('strips');
        return [{ path: 'p', rule: 'r', count: 60 }];
      };
      await store.commit(delivery('e1', { slices: watched(), strips }));
      running = false;
      const order = events.filter((event, index) => event !== 'turn' || events[index - 1] !== 'turn').join(' ');
      // Two are looked at when the message comes in, to know that it is not a small one.
      expect(order.replace(/^turn /, '')).toMatch(/^slice slice( turn slice){10} turn strips( turn)?$/);
      expect((await store.exchange('e1'))?.strips).toEqual([{ path: 'p', rule: 'r', count: 60 }]);
    });

    test.each([1, 2, 3, 20])('leave nothing when slice %i cannot be made', async (bad) => {
      const { store } = context;
      const failure = new Error('the message ends here');
      function* broken(): Generator<Slice> {
        let made = 0;
        for (const one of slices('r', 1_000, 10)) {
          made += 1;
          if (made === bad) throw failure;
          yield one;
        }
      }
      const message = delivery('e1', { slices: broken() });
      await expect(store.commit(message)).rejects.toBe(failure);
      expect(await store.exchange('e1')).toBeUndefined();
      expect(await allResults(store)).toEqual([]);
      // Not counted as accepted either: sent again, it is new and not too late.
      expect(await store.commit({ ...message, slices: slices('r', 30, 10) })).toMatchObject({ kind: 'stored', results: 30 });
    });

    test('leave nothing when a row is refused half way', async () => {
      const { store } = context;
      function* refused(): Generator<Slice> {
        yield* slices('r', 100, 10);
        yield slice([resultRow('r-bad', { learner: 'stranger' })], []);
        yield* slices('s', 100, 10);
      }
      await expect(store.commit(delivery('e1', { slices: refused() }))).rejects.toMatchObject({ code: 'unknown' });
      expect(await store.exchange('e1')).toBeUndefined();
      expect(await allResults(store)).toEqual([]);
      expect(await store.commit(delivery('e2'))).toMatchObject({ kind: 'stored' });
    });

    test('are read no further when the message is repeated or stale', async () => {
      const { store } = context;
      let made = 0;
      let finished = 0;
      function* counted(): Generator<Slice> {
        try {
          for (const one of slices('r', 100, 10)) {
            made += 1;
            yield one;
          }
        } finally {
          finished += 1;
        }
      }
      await store.commit(delivery('e1', { content: 'same', createdAtNs: 10n }));
      expect(await store.commit(delivery('e2', { content: 'same', slices: counted() }))).toEqual({ kind: 'repeated', repeats: 'e1' });
      expect(await store.commit(delivery('e3', { createdAtNs: 9n, slices: counted() }))).toEqual({ kind: 'stale' });
      expect({ made, finished }).toEqual({ made: 4, finished: 2 });
      expect((await store.exchange('e2'))?.outcome).toBe('repeated');
    });

    test('revise results of before', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { slices: slices('r', 50, 10) }));
      const again = await store.commit(delivery('e2', { slices: slices('r', 100, 10) }));
      expect(again).toEqual({ kind: 'stored', results: 100, revised: 50 });
      expect(await allResults(store)).toHaveLength(100);
    });

    test('go together with other writes, which wait their turn', async () => {
      const { store } = context;
      const committed = await Promise.all([
        store.commit(delivery('small-1')),
        store.commit(delivery('big-1', { slices: slices('r', 500, 50) })),
        store.record(exchange('refused')),
        store.commit(delivery('big-2', { slices: slices('s', 500, 50) })),
        store.commit(delivery('small-2')),
      ]);
      expect(committed.map((one) => one?.kind)).toEqual(['stored', 'stored', undefined, 'stored', 'stored']);
      // Of the school: what belongs to none may have been stored at the same time.
      expect(idsOf((await store.exchanges({ school: SCHOOL, limit: 10 })).items)).toEqual(['small-2', 'big-2', 'big-1', 'small-1']);
      expect(await store.exchange('refused')).toMatchObject({ outcome: 'refused' });
      expect(await allResults(store)).toHaveLength(1_002);
    });
  });
}
