import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { idsOf } from '../support/reading.js';
import { addParties, OTHER_SCHOOL, SCHOOL } from '../support/records.js';
import { AUTUMN, allRows, commit, learners, left, links, upsert, WINTER, YEAR } from '../support/rosters.js';

export function rosterPages(context: StoreTest): void {
  describe('pages of a roster', () => {
    const ids = Array.from({ length: 25 }, (_, index) => `p${(index * 7) % 25}`);

    beforeEach(async () => {
      await addParties(context.store);
      const groups = [upsert('group', 'g1', 0), upsert('group', 'g2', 1)];
      const joined = [...links('g1', ...ids.slice(0, 12)), ...links('g2', ...ids.slice(5))];
      await commit(context.store, { upserts: [...groups, ...learners(...ids), upsert('teacher', 't1')], joined });
      await commit(context.store, { head: { school: OTHER_SCHOOL }, upserts: learners('elsewhere') });
      await commit(context.store, { head: { schoolYear: '2026-2027' }, upserts: learners('next-year') });
    });

    const paged = async (query: Parameters<typeof allRows>[1]) => idsOf(await allRows(context.store, query));

    test.each([1, 7, 24, 25, 26])('give every object once, in the order of the source, %i at a time', async (limit) => {
      expect(await paged({ kind: 'learner', limit })).toEqual(ids);
    });

    test('keep to a kind, a school year and a school', async () => {
      expect(await paged({ kind: 'group' })).toEqual(['g1', 'g2']);
      expect(await paged({ kind: 'teacher', limit: 1 })).toEqual(['t1']);
      expect(await paged({ kind: 'learner', schoolYear: '2026-2027' })).toEqual(['next-year']);
      expect(await paged({ kind: 'learner', school: OTHER_SCHOOL })).toEqual(['elsewhere']);
      expect(await paged({ kind: 'learner', schoolYear: '2020-2021' })).toEqual([]);
    });

    test('keep to the members that a group has at the moment', async () => {
      await commit(context.store, { parted: links('g1', ids[0]!), left: left('learner', ids[1]!), at: WINTER });
      expect(await paged({ kind: 'learner', group: 'g1', limit: 3 })).toEqual(ids.slice(2, 12));
      expect(await paged({ kind: 'learner', group: 'g2', limit: 100 })).toEqual(ids.slice(5));
      expect(await paged({ kind: 'teacher', group: 'g1' })).toEqual([]);
      expect(await paged({ kind: 'learner', group: 'g1', schoolYear: '2026-2027' })).toEqual([]);
      expect(await paged({ kind: 'learner', group: 'none' })).toEqual([]);
    });

    test('go on where they were when somebody before and somebody after the cursor leaves', async () => {
      const { store } = context;
      const query = { school: SCHOOL, schoolYear: YEAR, kind: 'learner', limit: 10 } as const;
      const first = await store.rosterPage(query);
      await commit(store, { left: left('learner', ids[9]!, ids[10]!), at: WINTER });
      const second = await store.rosterPage({ ...query, cursor: first.next! });
      expect(idsOf(second.items)).toEqual(ids.slice(11, 21));
    });

    test('follow the source to another order', async () => {
      await commit(context.store, { upserts: learners(...[...ids].reverse()), at: WINTER });
      expect(await paged({ kind: 'learner', limit: 4 })).toEqual([...ids].reverse());
    });

    test('refuse a cursor that is none, or of another list', async () => {
      const { store } = context;
      const query = { school: SCHOOL, schoolYear: YEAR, limit: 1 };
      const { next } = await store.rosterPage({ ...query, kind: 'group' });
      for (const cursor of [next!, '', 'nonsense']) {
        await expect(store.rosterPage({ ...query, kind: 'learner', cursor })).rejects.toMatchObject({ code: 'unknown' });
      }
    });

    test('give single objects too', async () => {
      const { store } = context;
      const { position: _, document, ...rest } = upsert('teacher', 't1');
      const found = await store.rosterRow(SCHOOL, YEAR, 'teacher', 't1');
      expect(found).toMatchObject({ ...rest, since: AUTUMN });
      expect([...found!.document]).toEqual([...document]);
      expect(await store.rosterRow(SCHOOL, YEAR, 'learner', 't1')).toBeUndefined();
      expect(await store.rosterRow(SCHOOL, '2026-2027', 'teacher', 't1')).toBeUndefined();
      expect(await store.rosterRow(OTHER_SCHOOL, YEAR, 'teacher', 't1')).toBeUndefined();
    });
  });
}
