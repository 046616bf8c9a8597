import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import { addParties, assessmentRow, delivery, OTHER_PARTY, OTHER_SCHOOL, PARTY, resultRow, SCHOOL, slice } from '../support/records.js';

export function reading(context: StoreTest): void {
  describe('reading results', () => {
    beforeEach(() => addParties(context.store));

    /** One delivery with these results. */
    const deliver = (id: string, ids: readonly string[], of: { school?: string; party?: string; learner?: string } = {}) =>
      context.store.commit(delivery(id, { ...of, slices: [slice(ids.map((result) => resultRow(result, of)))] }));

    test('goes through all of them once, also while new ones arrive', async () => {
      const { store } = context;
      const first = Array.from({ length: 25 }, (_, index) => `r${index}`);
      await deliver('e0', first);
      let arrived = 0;
      const items = await allResults(store, { limit: 10 }, async () => {
        arrived += 1;
        await deliver(`e${arrived}`, [`new-${arrived}-a`, `new-${arrived}-b`]);
      });
      expect(idsOf(items)).toEqual([...first, 'new-1-a', 'new-1-b', 'new-2-a', 'new-2-b']);
    });

    test('gives the last page no cursor', async () => {
      const { store } = context;
      await deliver('e1', ['r1', 'r2', 'r3', 'r4']);
      const page = await store.results({ school: SCHOOL, limit: 2 });
      const last = await store.results({ school: SCHOOL, limit: 2, cursor: page.next! });
      expect(page.next).toMatch(/^[\w-]+$/);
      expect(last).not.toHaveProperty('next');
      expect(idsOf([...page.items, ...last.items])).toEqual(['r1', 'r2', 'r3', 'r4']);
    });

    test('comes past a result again when it was revised behind the cursor', async () => {
      const { store } = context;
      await deliver('e1', ['r1', 'r2', 'r3', 'r4']);
      const page = await store.results({ school: SCHOOL, limit: 2 });
      await deliver('e2', ['r1', 'r4']);
      const rest = await allResults(store, { cursor: page.next! });
      expect(rest.map((item) => [item.id, item.revision])).toEqual([
        ['r3', 1],
        ['r1', 2],
        ['r4', 2],
      ]);
    });

    test('refuses a cursor that is none, or of another list', async () => {
      const { store } = context;
      await deliver('e1', ['r1', 'r2']);
      await store.commit(delivery('e2'));
      const { next } = await store.exchanges({ limit: 1 });
      for (const cursor of [next!, '', 'nonsense', 'cmVzdWx0czoxOw']) {
        await expect(store.results({ school: SCHOOL, limit: 1, cursor })).rejects.toMatchObject({ code: 'unknown' });
      }
    });

    test('gives what was stored at or after an instant', async () => {
      const { store } = context;
      for (const id of ['e1', 'e2', 'e3', 'e4']) await deliver(id, [`${id}-a`, `${id}-b`]);
      const all = await allResults(store);
      for (const { storedAt } of all) {
        expect(await allResults(store, { since: storedAt, limit: 3 })).toEqual(all.filter((item) => item.storedAt >= storedAt));
      }
      expect(await allResults(store, { since: '2020-01-01T00:00:00+02:00' })).toEqual(all);
      expect(await allResults(store, { since: '2999-01-01T00:00:00Z' })).toEqual([]);
      await expect(store.results({ school: SCHOOL, limit: 1, since: 'yesterday' })).rejects.toMatchObject({ code: 'unknown' });
    });

    test('never goes back in time from one result to the next', async () => {
      const { store } = context;
      await Promise.all(Array.from({ length: 20 }, (_, index) => deliver(`e${index}`, [`r${index}`])));
      const instants = (await allResults(store)).map((item) => item.storedAt);
      expect(instants).toEqual([...instants].sort());
    });

    test('keeps to a learner, a party, and always a school', async () => {
      const { store } = context;
      await deliver('e1', ['r1', 'r2'], { learner: 'a1' });
      await deliver('e2', ['r3'], { learner: 'a2' });
      await deliver('e3', ['r4'], { learner: 'a1', party: OTHER_PARTY });
      await deliver('e4', ['r5'], { learner: 'a1', school: OTHER_SCHOOL });
      const ids = async (query: object) => idsOf(await allResults(store, query));
      expect(await ids({})).toEqual(['r1', 'r2', 'r3', 'r4']);
      expect(await ids({ learner: 'a1' })).toEqual(['r1', 'r2', 'r4']);
      expect(await ids({ party: OTHER_PARTY })).toEqual(['r4']);
      expect(await ids({ learner: 'a1', party: PARTY })).toEqual(['r1', 'r2']);
      expect(await ids({ learner: 'a1', limit: 1 })).toEqual(['r1', 'r2', 'r4']);
      expect(await ids({ school: OTHER_SCHOOL })).toEqual(['r5']);
      expect(await ids({ school: '99ZZ' })).toEqual([]);
    });

    test('gives assessments by id, as they are now, of one school', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { assessments: [assessmentRow('t1', 'A'), assessmentRow('t2', 'B'), assessmentRow('t3', 'C')] }));
      await store.commit(delivery('e2', { assessments: [assessmentRow('t1', 'A anew')] }));
      const found = await store.assessmentsOf(SCHOOL, ['t1', 't3', 'unknown']);
      expect(found.map(({ id, name, revision }) => [id, name, revision]).sort()).toEqual([
        ['t1', 'A anew', 2],
        ['t3', 'C', 1],
      ]);
      expect(await store.assessmentsOf(OTHER_SCHOOL, ['t1'])).toEqual([]);
    });

    test('gives assessments page by page, of one party when asked', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { assessments: [assessmentRow('t1', 'A'), assessmentRow('t2', 'B')] }));
      await store.commit(delivery('e2', { party: OTHER_PARTY, assessments: [assessmentRow('t3', 'C', OTHER_PARTY)] }));
      const page = await store.assessments({ school: SCHOOL, limit: 2 });
      const rest = await store.assessments({ school: SCHOOL, limit: 2, cursor: page.next! });
      expect(idsOf([...page.items, ...rest.items])).toEqual(['t1', 't2', 't3']);
      expect(rest).not.toHaveProperty('next');
      expect(idsOf((await store.assessments({ school: SCHOOL, party: OTHER_PARTY, limit: 5 })).items)).toEqual(['t3']);
      expect((await store.assessments({ school: OTHER_SCHOOL, limit: 5 })).items).toEqual([]);
    });
  });
}
