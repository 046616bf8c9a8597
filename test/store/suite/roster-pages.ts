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

    const sorted = (some: readonly string[]) => [...some].sort();
    const paged = async (query: Parameters<typeof allRows>[1]) => idsOf(await allRows(context.store, query));

    test.each([1, 7, 24, 25, 26])('give every object once, in the order of their ids, %i at a time', async (limit) => {
      expect(await paged({ kind: 'learner', limit })).toEqual(sorted(ids));
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
      expect(await paged({ kind: 'learner', group: 'g1', limit: 3 })).toEqual(sorted(ids.slice(2, 12)));
      expect(await paged({ kind: 'learner', group: 'g2', limit: 100 })).toEqual(sorted(ids.slice(5)));
      expect(await paged({ kind: 'teacher', group: 'g1' })).toEqual([]);
      expect(await paged({ kind: 'learner', group: 'g1', schoolYear: '2026-2027' })).toEqual([]);
      expect(await paged({ kind: 'learner', group: 'none' })).toEqual([]);
    });

    test('hold no more than was asked for, and begin after an id that is not there any more too', async () => {
      const { store } = context;
      const query = { school: SCHOOL, schoolYear: YEAR, kind: 'learner', limit: 10 } as const;
      const inOrder = sorted(ids);
      expect(idsOf((await store.rosterPageById(query)).rows)).toEqual(inOrder.slice(0, 10));
      await commit(store, { left: left('learner', inOrder[9]!, inOrder[10]!), at: WINTER });
      for (const group of [undefined, 'g2']) {
        const after = await store.rosterPageById({ ...query, after: inOrder[9]!, ...(group === undefined ? {} : { group }) });
        const among = group === undefined ? inOrder : inOrder.filter((id) => ids.indexOf(id) >= 5);
        const rest = among.filter((id) => id > inOrder[10]!);
        expect(idsOf(after.rows)).toEqual(rest.slice(0, 10));
      }
    });

    test('have the head of the roster with them, also when there is nobody on them', async () => {
      const { store } = context;
      const query = { school: SCHOOL, schoolYear: YEAR, kind: 'learner', limit: 10 } as const;
      const [, head] = await store.rosters(SCHOOL);
      expect((await store.rosterPageById(query)).head).toEqual(head);
      expect(await store.rosterPageById({ ...query, after: 'zzz' })).toEqual({ head, rows: [] });
      expect(await store.rosterPageById({ ...query, group: 'none' })).toEqual({ head, rows: [] });
      expect(await store.rosterPageById({ ...query, schoolYear: '2020-2021' })).toEqual({ head: undefined, rows: [] });
    });

    test('say what the objects hold, as single objects do', async () => {
      const { store } = context;
      const [first] = (await store.rosterPageById({ school: SCHOOL, schoolYear: YEAR, kind: 'learner', group: 'g1', limit: 1 })).rows;
      expect(first).toEqual(await store.rosterRow(SCHOOL, YEAR, 'learner', first!.id));
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
