import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RosterPacks } from '../../../src/store/roster-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addParties, SCHOOL } from '../support/records.js';
import { aliases, change, commit, learners, left, links, SPRING, upsert, WINTER, YEAR } from '../support/rosters.js';

const LAST_YEAR = '2024-2025';
const P1 = { learner: 'p1', names: ['a1'] };
const pack = (kind: 'group' | 'learner', size: number, text: string) => ({ kind, size, document: Buffer.from(text) });
const PACKS = [pack('group', 1, 'sealed g1'), pack('learner', 2, 'sealed p1 p2'), pack('learner', 1, 'sealed p3')];

async function packsOf(store: Store, schoolYear = YEAR): Promise<RosterPacks> {
  const found = await store.roster(SCHOOL, schoolYear);
  if (found === undefined) throw new Error('there is no roster');
  return { head: found.head, rows: PACKS };
}

/** Two years with the same pupils, each in packs and with the digest of its source. */
async function furnish(store: Store): Promise<void> {
  await addParties(store);
  const upserts = [upsert('group', 'g1'), ...learners('p1', 'p2', 'p3')];
  const named = aliases({ a1: 'p1', a2: 'p2', a3: 'p3' });
  await commit(store, {
    head: { schoolYear: LAST_YEAR },
    upserts,
    joined: links('g1', 'p1'),
    aliases: named,
    source: 'digest of last year',
  });
  await commit(store, { upserts, joined: links('g1', 'p1'), source: 'digest' });
  for (const year of [LAST_YEAR, YEAR]) await store.keepRosterPacks(await packsOf(store, year));
}

export function rosterPacks(context: StoreTest): void {
  describe('a roster in packs, and what its source said', () => {
    beforeEach(() => furnish(context.store));

    const kept = async (year = YEAR) => {
      const { store } = context;
      const packs = await store.rosterPacks(SCHOOL, year);
      return [packs?.rows.length, (await store.rosterSource(SCHOOL, year))?.source];
    };

    test('are read as they were given, in their order, with the head', async () => {
      const other = await context.open();
      const packs = await other.rosterPacks(SCHOOL, YEAR);
      expect(packs?.head).toEqual((await other.roster(SCHOOL, YEAR))?.head);
      expect(packs?.rows.map(({ kind, size, document }) => [kind, size, Buffer.from(document).toString()])).toEqual(
        PACKS.map(({ kind, size, document }) => [kind, size, document.toString()]),
      );
      expect(await other.rosterSource(SCHOOL, YEAR)).toEqual({ head: packs?.head, source: 'digest' });
      expect(await other.rosterPacks(SCHOOL, '2020-2021')).toBeUndefined();
      expect(await other.rosterSource(SCHOOL, '2020-2021')).toBeUndefined();
    });

    test('stay when the source is heard again and nothing changes', async () => {
      const { store } = context;
      await commit(store, { at: WINTER });
      expect(await kept()).toEqual([3, 'digest']);
      await commit(store, { at: WINTER, source: 'another order' });
      expect(await kept()).toEqual([3, 'another order']);
    });

    test('are kept once: those of an answer beside the first are the same', async () => {
      const { store } = context;
      await store.keepRosterPacks({ ...(await packsOf(store)), rows: PACKS.slice(1) });
      expect(await kept()).toEqual([3, 'digest']);
    });

    test('go with a change of that year, and of no other', async () => {
      const { store } = context;
      await commit(store, { left: left('learner', 'p3'), at: WINTER });
      expect(await kept()).toEqual([undefined, undefined]);
      expect(await kept(LAST_YEAR)).toEqual([3, 'digest of last year']);
    });

    test('are not kept of a revision that is over', async () => {
      const { store } = context;
      const packs = await packsOf(store);
      await commit(store, { left: left('learner', 'p3'), at: WINTER });
      await store.keepRosterPacks(packs);
      await store.keepRosterPacks({ ...packs, head: { ...packs.head, revision: 2 } });
      expect(await kept()).toEqual([undefined, undefined]);
      await store.keepRosterPacks(await packsOf(store));
      expect((await kept())[0]).toBe(3);
    });

    test('go when a pupil in them is erased or restricted, and when that is lifted', async () => {
      const { store } = context;
      for (const on of [true, false]) {
        await store.rights.restrict(SCHOOL, P1, on ? WINTER : SPRING, on);
        expect(await kept()).toEqual([undefined, undefined]);
        expect(await kept(LAST_YEAR)).toEqual([undefined, undefined]);
        for (const year of [LAST_YEAR, YEAR]) await store.keepRosterPacks(await packsOf(store, year));
        expect((await kept())[0]).toBe(3);
      }
      const request = { id: 'receipt', school: SCHOOL, at: SPRING, person: P1, hashKey: Buffer.alloc(32, 7), digests: ['digest of a1'] };
      const nobody = { receiverAliases: [], aliasReceivers: [], withdrawals: [], agreed: [], noticesUntil: SPRING };
      expect(await store.rights.erase({ ...request, ...nobody, dryRun: false })).toMatchObject({ kind: 'erased' });
      expect(await kept()).toEqual([undefined, undefined]);
      expect(await kept(LAST_YEAR)).toEqual([undefined, undefined]);
    });

    test('go with a school year that is removed', async () => {
      const { store } = context;
      expect(await store.purgeRosters({ before: '2030-01-01T00:00:00Z', beforeYear: YEAR })).toMatchObject({ learners: 3 });
      expect(await store.rosterPacks(SCHOOL, LAST_YEAR)).toBeUndefined();
      await commit(store, { head: { schoolYear: LAST_YEAR }, upserts: learners('p9') });
      expect(await kept(LAST_YEAR)).toEqual([undefined, undefined]);
      expect((await kept())[0]).toBe(3);
    });

    test('what a source said no longer counts in other years once an alias stands for somebody else', async () => {
      const { store } = context;
      const { head } = change();
      const base = (await store.roster(SCHOOL, YEAR))?.head.revision ?? 0;
      await store.commitRoster(change({ head, base, aliases: aliases({ a1: 'p2' }), source: 'new digest' }));
      expect(await kept()).toEqual([undefined, 'new digest']);
      expect(await kept(LAST_YEAR)).toEqual([3, undefined]);
    });
  });
}
