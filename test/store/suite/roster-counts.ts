import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { addParties, OTHER_SCHOOL, SCHOOL } from '../support/records.js';
import { commit, learners, left, upsert, WINTER, YEAR } from '../support/rosters.js';

export function rosterCounts(context: StoreTest): void {
  describe('numbers of a roster', () => {
    beforeEach(async () => {
      await addParties(context.store);
      const groups = [upsert('group', 'g1'), upsert('group', 'g2', 1)];
      await commit(context.store, { upserts: [...groups, ...learners('p1', 'p2', 'p3'), upsert('teacher', 't1')] });
    });

    test('are of one school and school year', async () => {
      const { store } = context;
      await commit(store, { head: { school: OTHER_SCHOOL }, upserts: learners('elsewhere') });
      await commit(store, { head: { schoolYear: '2026-2027' }, upserts: learners('p1', 'p4') });
      expect(await store.rosterCounts(SCHOOL, YEAR)).toEqual({ groups: 2, learners: 3, teachers: 1 });
      expect(await store.rosterCounts(SCHOOL, '2026-2027')).toEqual({ groups: 0, learners: 2, teachers: 0 });
      expect(await store.rosterCounts(OTHER_SCHOOL, YEAR)).toEqual({ groups: 0, learners: 1, teachers: 0 });
      expect(await store.rosterCounts(SCHOOL, '2020-2021')).toEqual({ groups: 0, learners: 0, teachers: 0 });
    });

    test('leave out who left, until they are back', async () => {
      const { store } = context;
      await commit(store, { left: [...left('learner', 'p1', 'p2'), ...left('teacher', 't1')], at: WINTER });
      expect(await store.rosterCounts(SCHOOL, YEAR)).toEqual({ groups: 2, learners: 1, teachers: 0 });
      await commit(store, { upserts: learners('p1') });
      expect(await store.rosterCounts(SCHOOL, YEAR)).toEqual({ groups: 2, learners: 2, teachers: 0 });
    });
  });
}
