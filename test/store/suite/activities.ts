import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TaggedActivity } from '../../../src/goals/tagged-activity.js';
import type { TaggedLink } from '../../../src/goals/tagged-link.js';
import { Tagger } from '../../../src/goals/tagger.js';
import type { StoreTest } from '../suite.js';
import { allResults } from '../support/reading.js';
import { addParties, delivery, resultRow, slice } from '../support/records.js';

const TEST: TaggedActivity = { code: { value: 'T1' }, hierarchy: [] };
const UNKNOWN = 'bk:11111111-0000-4000-8000-000000000000';
const MAPPED: TaggedLink = {
  supplierGoal: { id: 'KL-1', title: 'Hele uren' },
  coverage: 'partial',
  via: 'registry',
  assertedBy: 'supplier',
  mappingVersion: '4',
  original: UNKNOWN,
};

/** An activity as a tagger gives it that finds these links. */
function tagged(links: readonly TaggedLink[], activity = TEST) {
  const mappings = { linksFor: () => links.map((link) => ({ ...link, goal: link.original, mappingVersion: 4, via: 'registry' as const })) };
  return new Tagger({ resolve: () => undefined }, mappings, { sets: 1, mappings: 1 }).rowOf('99AB', 'iemand', activity);
}

export function activities(context: StoreTest): void {
  describe('activities', () => {
    beforeEach(() => addParties(context.store));

    test('bring every result of theirs the goals that they are about', async () => {
      const { store } = context;
      const activity = tagged([MAPPED]);
      const rows = ['r1', 'r2'].map((id) => ({ ...resultRow(id), activity }));
      await store.commit(delivery('e1', { slices: [slice(rows)] }));
      await store.commit(delivery('e2', { slices: [slice([{ ...resultRow('r3'), activity }]), slice([resultRow('r4')])] }));
      const links = (await allResults(store)).map(({ id, goalLinks }) => [id, goalLinks]);
      expect(links).toEqual([
        ['r1', [MAPPED]],
        ['r2', [MAPPED]],
        ['r3', [MAPPED]],
        ['r4', []],
      ]);
      expect(await store.revisions('99AB', 'r1')).toMatchObject([{ goalLinks: [MAPPED] }]);
    });

    test('keep the goals that they had when a message comes with others: only a re-tag changes them', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { slices: [slice([{ ...resultRow('r1'), activity: tagged([MAPPED]) }])] }));
      await store.commit(delivery('e2', { slices: [slice([{ ...resultRow('r2'), activity: tagged([]) }])] }));
      const links = (await allResults(store)).map(({ goalLinks }) => goalLinks);
      expect(links).toEqual([[MAPPED], [MAPPED]]);
    });

    test('bring goals only to results of the days that these hold for', async () => {
      const { store } = context;
      const spans = [
        { validFrom: '2025-10-01', validUntil: '2025-10-01' },
        { validUntil: '2025-09-30' },
        { validFrom: '2025-10-02' },
      ] satisfies Partial<TaggedLink>[];
      const links = spans.map((days, at): TaggedLink => ({ ...MAPPED, supplierGoal: { id: String(at) }, ...days }));
      await store.commit(delivery('e1', { slices: [slice([{ ...resultRow('r1'), activity: tagged(links) }])] }));
      const [result] = await allResults(store);
      expect(result?.goalLinks).toEqual([{ ...MAPPED, supplierGoal: { id: '0' } }]);
    });

    test('that were tagged by sets and mappings of before are tagged anew', async () => {
      const { store } = context;
      const activity = tagged([MAPPED]);
      await store.goals.sets.setSchoolSets('99AB', []);
      await store.commit(delivery('e1', { slices: [slice([{ ...resultRow('r1'), activity }])] }));
      expect(await store.goals.links.openRetags(['99AB'])).toMatchObject([{ school: '99AB', cause: 'late', step: 'results' }]);
      await store.commit(
        delivery('e2', { slices: [slice([{ ...resultRow('r2'), activity: tagged([MAPPED], { ...TEST, version: '2' }) }])] }),
      );
      expect(await store.goals.links.openRetags()).toHaveLength(1);
    });
  });
}
