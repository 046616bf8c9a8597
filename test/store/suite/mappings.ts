import { beforeEach, describe, expect, test } from '@jest/globals';
import type { MappingRow } from '../../../src/goals/mapping.js';
import type { MappingChange } from '../../../src/store/goals/mapping-store.js';
import { StoreError } from '../../../src/store/store-error.js';
import type { StoreTest } from '../suite.js';
import { addParties, delivery, OTHER_PARTY, PARTY, resultRow, SCHOOL, slice } from '../support/records.js';

const AT = '2026-11-02T09:00:00.000Z';

function row(code: string, goal: string): MappingRow {
  return { kind: 'activity', activity: { code }, goal, coverage: 'unknown' };
}

function change(more: Partial<MappingChange> = {}): MappingChange {
  return { party: PARTY, assertedBy: 'supplier', at: AT, remove: [], add: [], base: undefined, ...more };
}

export function mappings(context: StoreTest): void {
  describe('mappings', () => {
    beforeEach(() => addParties(context.store));

    test('are kept by version: what each added and removed, and what there was at any of them', async () => {
      const { mappings: store } = context.store.goals;
      const first = await store.changeMapping(change({ add: [row('A', 'bk:1'), row('B', 'bk:2')] }));
      const [a] = await store.mappingRows({ party: PARTY });
      const second = await store.changeMapping(change({ base: first, remove: [a!.seq], add: [row('C', 'bk:3')], note: 'najaar' }));
      const codes = async (version?: number) =>
        (await store.mappingRows({ party: PARTY }, version)).map((stored) =>
          stored.row.kind === 'activity' ? stored.row.activity.code : '',
        );
      expect([await codes(first), await codes(second), await codes()]).toEqual([
        ['A', 'B'],
        ['B', 'C'],
        ['B', 'C'],
      ]);
      const { added, removed } = await store.mappingChanges(second);
      expect([added.map((one) => one.row), removed.map((one) => one.row)]).toEqual([[row('C', 'bk:3')], [row('A', 'bk:1')]]);
      expect(await store.mappingVersions(PARTY)).toMatchObject([
        { number: first, party: PARTY, assertedBy: 'supplier', importedAt: AT, added: 2, removed: 0 },
        { number: second, note: 'najaar', added: 1, removed: 1 },
      ]);
      expect(await store.mappingVersions(OTHER_PARTY)).toEqual([]);
    });

    test('of a school are apart from those for every school', async () => {
      const { mappings: store } = context.store.goals;
      await store.changeMapping(change({ add: [row('A', 'bk:1')] }));
      await store.changeMapping(change({ school: SCHOOL, assertedBy: 'school', add: [row('A', 'bk:2')] }));
      expect(await store.mappingRows({ party: PARTY, school: SCHOOL })).toMatchObject([{ row: { goal: 'bk:2' } }]);
      expect(await store.mappingRows({ party: PARTY })).toMatchObject([{ row: { goal: 'bk:1' } }]);
    });

    test('that somebody else changed meanwhile are not changed on top of that', async () => {
      const { mappings: store } = context.store.goals;
      const first = await store.changeMapping(change({ add: [row('A', 'bk:1')] }));
      await store.changeMapping(change({ base: first, add: [row('B', 'bk:2')] }));
      const late = store.changeMapping(change({ base: first, add: [row('C', 'bk:3')] }));
      await expect(late).rejects.toThrow(StoreError);
      expect(await store.mappingRows({ party: PARTY })).toHaveLength(2);
    });

    test('in memory are those that hold now, also when another process changed them', async () => {
      const { store } = context;
      const activity = { code: { value: 'A' }, hierarchy: [] };
      const goals = async () => (await store.goals.mappings.mappingIndex()).linksFor(SCHOOL, PARTY, activity).map(({ goal }) => goal);
      expect(await goals()).toEqual([]);
      const other = await context.open();
      const first = await other.goals.mappings.changeMapping(change({ add: [row('A', 'bk:1')] }));
      expect(await goals()).toEqual(['bk:1']);
      const [a] = await store.goals.mappings.mappingRows({ party: PARTY });
      await other.goals.mappings.changeMapping(change({ base: first, remove: [a!.seq], add: [] }));
      expect(await goals()).toEqual([]);
    });

    test('ask for a re-tag of the schools that have results of the party, and are in the audit', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { slices: [slice([resultRow('r1')])] }));
      await store.goals.mappings.changeMapping(change({ party: OTHER_PARTY, school: '99ZZ', add: [row('A', 'bk:1')] }));
      expect(await store.goals.links.openRetags()).toEqual([]);
      await store.goals.mappings.changeMapping(change({ add: [row('A', 'bk:1')] }));
      expect(await store.goals.links.openRetags()).toMatchObject([{ school: SCHOOL, cause: 'mapping.import' }]);
      const entries = (await store.audit({ operation: 'mapping.import', limit: 1 })).items;
      expect(entries).toMatchObject([{ subject: PARTY, counts: { added: 1, removed: 0 } }]);
    });

    test('keep a party from being removed as one that was added by mistake', async () => {
      const { store } = context;
      await store.goals.mappings.changeMapping(change({ party: OTHER_PARTY, add: [row('A', 'bk:1')] }));
      await expect(store.removeParty(OTHER_PARTY, AT)).rejects.toThrow('1 mapping to goals');
    });
  });
}
