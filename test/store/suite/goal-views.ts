import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TaggedActivity } from '../../../src/goals/tagged-activity.js';
import { Tagger } from '../../../src/goals/tagger.js';
import type { StoreTest } from '../suite.js';
import { addParties, delivery, learner, resultRow, SCHOOL, slice } from '../support/records.js';
import { dated } from '../support/retention.js';
import { aliases, commit, learners } from '../support/rosters.js';

const ALL = { school: SCHOOL, from: '2025-08-01', until: '2026-07-31' };

/** An activity with this code, as a tagger gives it that finds one goal for it: without a set, as none is loaded. */
function tagged(code: string) {
  const activity: TaggedActivity = { code: { value: code }, hierarchy: [] };
  const row = {
    coverage: 'unknown',
    assertedBy: 'supplier',
    mappingVersion: 1,
    via: 'registry',
    supplierGoal: { id: `doel-${code}` },
  } as const;
  return new Tagger({ resolve: () => undefined }, { linksFor: () => [row] }, { sets: 1, mappings: 1 }).rowOf(SCHOOL, 'iemand', activity);
}

export function goalViews(context: StoreTest): void {
  describe('views by goal', () => {
    beforeEach(async () => {
      const { store } = context;
      await addParties(store);
      await commit(store, { upserts: learners('p1', 'p2'), aliases: aliases({ a1: 'p1', a2: 'p2', a3: 'p2' }) });
      const row = (id: string, of: string, code: string, date: string) => ({
        ...dated(id, date, { learner: of }),
        activity: tagged(code),
      });
      const rows = [
        row('r1', 'a1', 'klok', '2025-10-01'),
        row('r2', 'a1', 'klok', '2025-10-01'),
        row('r3', 'a1', 'klok', '2025-11-01'),
        row('r4', 'a2', 'klok', '2025-10-01'),
        row('r5', 'a3', 'maten', '2025-10-01'),
        row('r6', 'a1', 'maten', '2026-09-01'),
        dated('r7', '2025-12-01', { learner: 'a1' }),
      ];
      await store.commit(
        delivery('e1', {
          slices: [
            slice(
              rows,
              ['a1', 'a2', 'a3'].map((alias) => learner(alias)),
            ),
          ],
        }),
      );
    });

    test('say which learner has how many results of what, by day, with the links of it', async () => {
      const { days, activities } = await context.store.goals.views.touched({ ...ALL, learners: ['p1', 'p2'] });
      const codes = new Map([...activities].map(([seq, { activity }]) => [seq, activity.code.value]));
      const found = days.map(
        ({ learner: of, activity, day, results }) => `${of} ${codes.get(activity ?? 0) ?? 'nothing'} ${day} ${results}`,
      );
      expect(found.sort()).toEqual([
        'p1 klok 2025-10-01 2',
        'p1 klok 2025-11-01 1',
        'p1 nothing 2025-12-01 1',
        'p2 klok 2025-10-01 1',
        'p2 maten 2025-10-01 1',
      ]);
      expect([...activities.values()].map(({ links }) => links.map(({ supplierGoal }) => supplierGoal?.id))).toEqual([
        ['doel-klok'],
        ['doel-maten'],
      ]);
    });

    test('count only what is current, of the days and learners that are asked for', async () => {
      const { store } = context;
      const again = { ...resultRow('r1', { learner: 'a1', score: '9' }), activity: tagged('klok') };
      await store.commit(delivery('e2', { slices: [slice([again])] }));
      const { days } = await store.goals.views.touched({ ...ALL, from: '2025-10-01', until: '2025-10-01', learners: ['p1'] });
      expect(days.map(({ results }) => results)).toEqual([2]);
      expect((await store.goals.views.touched({ ...ALL, learners: ['niemand'] })).days).toEqual([]);
      expect((await store.goals.views.touched({ ...ALL, school: '99ZZ', learners: ['p1'] })).days).toEqual([]);
    });

    test('lead to the results of an activity, oldest day first', async () => {
      const { store } = context;
      const { activities } = await store.goals.views.touched({ ...ALL, learners: ['p1'] });
      const klok = [...activities].flatMap(([seq, { activity }]) => (activity.code.value === 'klok' ? [seq] : []));
      const places = await store.goals.views.placesOfActivities({ ...ALL, learners: ['p1'] }, klok);
      const results = await store.resultsAt(SCHOOL, places);
      expect(places.map((place) => results.get(place)?.id)).toEqual(['r1', 'r2', 'r3']);
    });
  });
}
