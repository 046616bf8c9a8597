import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import { addParties, delivery, OTHER_SCHOOL, resultRow, SCHOOL, slice } from '../support/records.js';
import { aliases, change, commit, currentIds, learners, left, links, SPRING, upsert, WINTER, YEAR } from '../support/rosters.js';

const LAST_YEAR = '2024-2025';

export function rosterPurge(context: StoreTest): void {
  describe('what retention no longer allows of a roster', () => {
    beforeEach(() => addParties(context.store));

    const gone = { groups: 0, learners: 0, teachers: 0 };
    const unmatched = async () => (await context.store.unmatchedLearners({ school: SCHOOL, limit: 100 })).items.map((item) => item.learner);

    test('goes when somebody left before the instant, with memberships and aliases', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { slices: [slice(['a1', 'a2', 'a3'].map((alias) => resultRow(alias, { learner: alias })))] }));
      const upserts = [upsert('group', 'g1', 0), upsert('group', 'g2', 1), ...learners('p1', 'p2', 'p3'), upsert('teacher', 't1')];
      const named = aliases({ a1: 'p1', old1: 'p1', a2: 'p2', a3: 'p3' });
      await commit(store, { upserts, joined: [...links('g1', 'p1', 'p2'), ...links('g2', 'p3')], aliases: named });
      // The same instant as WINTER, in another zone.
      const at = '2026-01-10T09:00:00+01:00';
      await commit(store, { left: [...left('learner', 'p1'), ...left('group', 'g2'), ...left('teacher', 't1')], at });
      await commit(store, { left: left('learner', 'p2'), at: SPRING });
      const before = await store.roster(SCHOOL, YEAR);

      expect(await store.purgeRosters({ before: WINTER, beforeYear: YEAR })).toEqual(gone);
      expect(await store.purgeRosters({ before: '2026-01-10T09:30:00+01:00', beforeYear: YEAR })).toEqual({
        groups: 1,
        learners: 1,
        teachers: 1,
      });
      expect(await store.roster(SCHOOL, YEAR)).toEqual(before);
      expect((await store.memberships(SCHOOL, YEAR)).map(({ group, member }) => [group, member])).toEqual([['g1', 'p2']]);
      expect(Object.fromEntries(await store.learnerAliases(SCHOOL))).toEqual({ a2: 'p2', a3: 'p3' });
      expect(await unmatched()).toEqual(['a1']);
      expect(await allResults(store, { learner: 'p1' })).toEqual([]);
      expect(idsOf(await allResults(store, { learner: 'a1' }))).toEqual(['a1']);
      expect(await store.purgeRosters({ before: SPRING, beforeYear: YEAR })).toEqual(gone);
    });

    test('goes with the school year once no source has given it for long, but aliases stay of those who are in another', async () => {
      const { store } = context;
      const upserts = [upsert('group', 'g1'), ...learners('p1', 'p2')];
      const head = { schoolYear: LAST_YEAR };
      await commit(store, { head, upserts, joined: links('g1', 'p1', 'p2'), aliases: aliases({ a1: 'p1', a2: 'p2' }) });
      await commit(store, { upserts: learners('p2', 'p3'), aliases: aliases({ a3: 'p3' }) });

      expect(await store.purgeRosters({ before: '2000-01-01T00:00:00Z', beforeYear: YEAR })).toEqual(gone);
      expect(await store.purgeRosters({ before: '2099-01-01T00:00:00Z', beforeYear: YEAR })).toEqual({
        groups: 1,
        learners: 2,
        teachers: 0,
      });
      expect((await store.rosters(SCHOOL)).map((one) => one.schoolYear)).toEqual([YEAR]);
      expect(await store.memberships(SCHOOL, LAST_YEAR)).toEqual([]);
      expect(await currentIds(store)).toEqual(['p2', 'p3']);
      expect(Object.fromEntries(await store.learnerAliases(SCHOOL))).toEqual({ a2: 'p2', a3: 'p3' });
      // Should the year come again, it begins from nothing.
      expect(await store.commitRoster(change({ head, base: 1 }))).toEqual({ kind: 'conflict' });
      expect(await store.commitRoster(change({ head, upserts: learners('p1') }))).toMatchObject({ kind: 'stored', revision: 1 });
    });

    test('leaves the memberships that were over long before those of the learners who stay', async () => {
      const { store } = context;
      const groups = [upsert('group', 'g1'), upsert('group', 'g2')];
      await commit(store, { upserts: [...groups, ...learners('p1')], joined: links('g1', 'p1') });
      await commit(store, { parted: links('g1', 'p1'), joined: links('g2', 'p1'), at: WINTER });
      expect(await store.purgeRosters({ before: SPRING, beforeYear: YEAR })).toEqual(gone);
      expect((await store.memberships(SCHOOL, YEAR)).map(({ group }) => group)).toEqual(['g2']);
    });

    test('keeps a match by another alias of a learner who stays', async () => {
      const { store } = context;
      const row = { alias: 'a1', eckAlias: 'eck-1' };
      await store.commit(delivery('e1', { slices: [slice([resultRow('r1', { learner: 'a1' })], [row])] }));
      await commit(store, { upserts: learners('p1', 'p2'), aliases: aliases({ 'eck-1': 'p1', a1: 'p2' }) });
      await commit(store, { left: left('learner', 'p1'), at: WINTER });
      await store.purgeRosters({ before: SPRING, beforeYear: YEAR });
      expect(await unmatched()).toEqual([]);
      expect(idsOf(await allResults(store, { learner: 'p2' }))).toEqual(['r1']);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    });

    test('goes for every school, or for one', async () => {
      const { store } = context;
      for (const school of [SCHOOL, OTHER_SCHOOL])
        await commit(store, { head: { school, schoolYear: LAST_YEAR }, upserts: learners('p1') });
      const when = { before: SPRING, beforeYear: YEAR };
      expect(await store.purgeRosters({ ...when, school: OTHER_SCHOOL })).toEqual({ ...gone, learners: 1 });
      expect([await store.rosters(SCHOOL), await store.rosters(OTHER_SCHOOL)].map((heads) => heads.length)).toEqual([1, 0]);
      await commit(store, { head: { school: OTHER_SCHOOL, schoolYear: LAST_YEAR }, upserts: learners('p1') });
      expect(await store.purgeRosters(when)).toEqual({ ...gone, learners: 2 });
      expect(await store.purgeRosters({ ...when, school: '99ZZ' })).toEqual(gone);
      await expect(store.purgeRosters({ ...when, before: 'yesterday' })).rejects.toMatchObject({ code: 'unknown' });
    });
  });
}
