import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { addParties, exchange, OTHER_SCHOOL, PARTY, SCHOOL } from '../support/records.js';
import { AUTUMN, aliases, change, commit, currentIds, learners, left, links, SPRING, upsert, WINTER, YEAR } from '../support/rosters.js';

export function rosters(context: StoreTest): void {
  describe('rosters', () => {
    beforeEach(() => addParties(context.store));

    test('are given back as a whole, in the order of the source, with what is known of the source', async () => {
      const { store } = context;
      const head = { receivedAt: WINTER, referenceDate: '2025-10-01', createdAt: '2025-10-01T09:00:00', party: PARTY };
      const upserts = [upsert('group', 'g2', 0), upsert('group', 'g1', 1), upsert('learner', 'p9', 0), upsert('learner', 'p1', 1)];
      const teacher = upsert('teacher', 't1', 0);
      const committed = await store.commitRoster(change({ head, upserts: [...upserts, teacher] }));
      expect(committed).toEqual({ kind: 'stored', revision: 1, changed: true, matched: 0 });

      const expected = { school: SCHOOL, schoolYear: YEAR, version: '2.3', revision: 1, changedAt: AUTUMN, ...head };
      const found = await store.roster(SCHOOL, YEAR);
      expect(found?.head).toEqual(expected);
      expect(found?.rows.map(({ document, ...row }) => ({ ...row, document: [...document] }))).toEqual(
        [...upserts, teacher].map(({ position: _, document, ...row }) => ({ ...row, since: AUTUMN, document: [...document] })),
      );
      expect(await store.rosters(SCHOOL)).toEqual([expected]);
      const contents = [...upserts, teacher].map(({ kind, id, content }) => ({ kind, id, content }));
      expect(await store.rosterContents(SCHOOL, YEAR)).toEqual({ head: expected, rows: contents });
    });

    test('are there for each school and school year apart, newest first', async () => {
      const { store } = context;
      for (const schoolYear of ['2024-2025', '2026-2027', '2025-2026']) {
        await commit(store, { head: { schoolYear }, upserts: learners(`p-${schoolYear}`) });
      }
      await commit(store, { head: { school: OTHER_SCHOOL }, upserts: learners('elsewhere') });
      expect((await store.rosters(SCHOOL)).map((head) => head.schoolYear)).toEqual(['2026-2027', '2025-2026', '2024-2025']);
      expect(await currentIds(store, SCHOOL, '2024-2025')).toEqual(['p-2024-2025']);
      expect(await currentIds(store, OTHER_SCHOOL)).toEqual(['elsewhere']);
      expect(await store.rosters('99ZZ')).toEqual([]);
      expect(await store.roster(SCHOOL, '2020-2021')).toBeUndefined();
      expect(await store.rosterContents(SCHOOL, '2020-2021')).toBeUndefined();
    });

    test('keep an object in place when it changes, with the time since when it is there', async () => {
      const { store } = context;
      await commit(store, { upserts: learners('p1', 'p2', 'p3') });
      const changed = upsert('learner', 'p2', 1, 'another name');
      expect(await commit(store, { upserts: [changed], at: WINTER })).toMatchObject({ revision: 2, changed: true });
      const { head, rows } = (await store.roster(SCHOOL, YEAR))!;
      expect(head).toMatchObject({ revision: 2, changedAt: WINTER });
      expect(rows.map((row) => [row.id, row.content === changed.content, row.since])).toEqual([
        ['p1', false, AUTUMN],
        ['p2', true, AUTUMN],
        ['p3', false, AUTUMN],
      ]);
    });

    test('that were heard again without news keep revision and time of change', async () => {
      const { store } = context;
      const head = { referenceDate: '2025-10-01', createdAt: '2025-10-01T09:00:00' };
      await commit(store, { head, upserts: learners('p1') });
      const later = { referenceDate: '2026-01-10', createdAt: '2026-01-10T09:00:00' };
      const strips = [{ path: 'leerling/postcode', rule: 'not-in-profile', count: 1 }];
      const sync = { school: SCHOOL, direction: 'out', operation: 'HaalLeerlinggegevens', learnerCount: 1, strips } as const;
      const record = exchange('e1', { ...sync, outcome: 'accepted' });
      const committed = await commit(store, { head: later, at: WINTER, exchange: record });
      expect(committed).toEqual({ kind: 'stored', revision: 1, changed: false, matched: 0 });
      expect((await store.roster(SCHOOL, YEAR))?.head).toMatchObject({ revision: 1, changedAt: AUTUMN, receivedAt: WINTER, ...later });
      expect(await store.exchange('e1')).toEqual(record);
      expect(await currentIds(store)).toEqual(['p1']);
    });

    test('exist from the first time that they were heard, even with nobody in them', async () => {
      const { store } = context;
      expect(await store.commitRoster(change())).toEqual({ kind: 'stored', revision: 1, changed: true, matched: 0 });
      expect(await store.roster(SCHOOL, YEAR)).toMatchObject({ head: { revision: 1 }, rows: [] });
    });

    test('take one of two changes that were worked out against the same revision', async () => {
      const { store } = context;
      const other = await context.open();
      await commit(store, { upserts: learners('p1') });
      const record = (id: string) => exchange(id, { outcome: 'accepted' });
      const committed = await Promise.all([
        store.commitRoster(change({ base: 1, upserts: learners('mine'), exchange: record('e1') })),
        other.commitRoster(change({ base: 1, upserts: learners('theirs'), exchange: record('e2') })),
        store.commitRoster(change({ base: 1, exchange: record('e3') })),
      ]);
      // The one without news is against revision 1 or too late, as the order may be.
      const won = committed.slice(0, 2).filter((one) => one.kind === 'stored');
      expect(won).toEqual([{ kind: 'stored', revision: 2, changed: true, matched: 0 }]);
      const winner = committed[0]!.kind === 'stored' ? 'mine' : 'theirs';
      expect((await currentIds(store)).sort()).toEqual([winner, 'p1'].sort());
      expect(await store.exchange(winner === 'mine' ? 'e1' : 'e2')).toBeDefined();
      expect(await store.exchange(winner === 'mine' ? 'e2' : 'e1')).toBeUndefined();
      expect(await store.exchange('e3')).toEqual(committed[2]!.kind === 'stored' ? expect.anything() : undefined);
    });

    test('write nothing at all for a change against another revision', async () => {
      const { store } = context;
      const conflict = { kind: 'conflict' };
      expect(await store.commitRoster(change({ base: 1, upserts: learners('p1') }))).toEqual(conflict);
      await commit(store, { upserts: learners('p1') });
      const before = await store.roster(SCHOOL, YEAR);
      const stale = change({ upserts: learners('p2'), aliases: aliases({ a2: 'p1' }), at: WINTER, exchange: exchange('e1') });
      expect(await store.commitRoster(stale)).toEqual(conflict);
      expect(await store.roster(SCHOOL, YEAR)).toEqual(before);
      expect(await store.exchange('e1')).toBeUndefined();
      expect((await store.learnerAliases(SCHOOL)).size).toBe(0);
    });

    test.each([
      ['school', change({ head: { school: '99ZZ' }, upserts: learners('p1') })],
      ['party', change({ head: { party: 'niemand' }, upserts: learners('p1') })],
      ['group', change({ upserts: learners('p1'), joined: links('g1', 'p1') })],
      ['member', change({ upserts: [upsert('group', 'g1')], joined: links('g1', 'p1') })],
      ['learner of an alias', change({ upserts: learners('p1'), aliases: aliases({ a1: 'p2' }) })],
    ])('keep nothing of a change with an unknown %s', async (_, bad) => {
      const { store } = context;
      await expect(store.commitRoster({ ...bad, exchange: exchange('e1') })).rejects.toMatchObject({ code: 'unknown' });
      expect(await store.rosters(bad.head.school)).toEqual([]);
      expect(await store.exchange('e1')).toBeUndefined();
    });

    test('no longer show who left, and show who came back since then', async () => {
      const { store } = context;
      const aliased = aliases({ a1: 'p1' });
      await commit(store, { upserts: [upsert('group', 'g1'), ...learners('p1', 'p2')], joined: links('g1', 'p1', 'p2'), aliases: aliased });
      await commit(store, { left: left('learner', 'p1'), at: WINTER });
      expect(await currentIds(store)).toEqual(['g1', 'p2']);
      expect(await store.rosterRow(SCHOOL, YEAR, 'learner', 'p1')).toBeUndefined();
      // Results of somebody who left last week still arrive.
      expect(Object.fromEntries(await store.knownLearners(SCHOOL, ['a1']))).toEqual({ a1: 'p1' });

      await commit(store, { upserts: learners('p1'), joined: links('g1', 'p1'), at: SPRING });
      expect(await currentIds(store)).toEqual(['g1', 'p1', 'p2']);
      const back = await store.rosterRow(SCHOOL, YEAR, 'learner', 'p1');
      expect(back).toMatchObject({ since: SPRING });
      expect(back).not.toHaveProperty('until');
      expect((await store.memberships(SCHOOL, YEAR)).filter(({ member }) => member === 'p1')).toEqual([
        { ...links('g1', 'p1')[0], since: AUTUMN, until: WINTER },
        { ...links('g1', 'p1')[0], since: SPRING },
      ]);
    });

    test('survive the end of the process', async () => {
      await commit(context.store, { upserts: [upsert('group', 'g1'), ...learners('p1')], joined: links('g1', 'p1') });
      await commit(context.store, { aliases: aliases({ a1: 'p1' }) });
      const kept = await everything();
      await context.store.close();
      const store = await context.open();
      expect(await everything(store)).toEqual(kept);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
      expect(await commit(store, { upserts: learners('p2') })).toMatchObject({ revision: 3 });
    });

    const everything = async (store = context.store) => [
      await store.roster(SCHOOL, YEAR),
      await store.memberships(SCHOOL, YEAR),
      await store.learnerAliases(SCHOOL),
    ];

    test('are seen whole by another store while they change', async () => {
      const { store } = context;
      const other = await context.open();
      const version = (revision: number) => Array.from({ length: 50 }, (_, place) => upsert('learner', `p${place}`, place, `${revision}`));
      await commit(store, { upserts: version(1) });
      let running = true;
      const writing = (async () => {
        for (let base = 1; base < 30; base += 1) await store.commitRoster(change({ base, upserts: version(base + 1) }));
        running = false;
      })();
      while (running) {
        const { head, rows } = (await other.roster(SCHOOL, YEAR))!;
        expect(new Set(rows.map((row) => row.content))).toEqual(new Set([version(head.revision)[0]!.content]));
        await new Promise(setImmediate);
      }
      await writing;
      expect((await other.roster(SCHOOL, YEAR))?.head.revision).toBe(30);
    });

    test('of a big school are kept in one go', async () => {
      const { store } = context;
      const ids = Array.from({ length: 3_000 }, (_, index) => `p${index}`);
      const groups = Array.from({ length: 100 }, (_, index) => upsert('group', `g${index}`, index));
      const joined = ids.flatMap((id, index) => links(`g${index % 100}`, id));
      const named = aliases(Object.fromEntries(ids.map((id) => [`alias of ${id}`, id])));
      await commit(store, { upserts: [...groups, ...learners(...ids)], joined, aliases: named });
      expect((await currentIds(store)).slice(100)).toEqual(ids);
      expect(await store.memberships(SCHOOL, YEAR)).toHaveLength(3_000);
      expect((await store.knownLearners(SCHOOL, [...named.map((one) => one.alias), 'stranger'])).size).toBe(3_000);
    });
  });
}
