import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import { addParties, assessmentRow, delivery, exchange, learner, OTHER_SCHOOL, SCHOOL, slice } from '../support/records.js';
import { allScopes, dated, purge, removed, resultsBefore, terms } from '../support/retention.js';
import { aliases, commit, learners, left, WINTER } from '../support/rosters.js';

const DAY = '2024-08-01';
const FUTURE = '2999-01-01T00:00:00.000Z';

const deliver = (store: Store, id: string, ...rows: ReturnType<typeof dated>[]) => store.commit(delivery(id, { slices: [slice(rows)] }));
const exchanges = async (store: Store, school?: string) =>
  (await store.exchanges({ limit: 100, ...(school === undefined ? {} : { school }) })).items;
const assessmentIds = async (store: Store) => idsOf((await store.assessments({ school: SCHOOL, limit: 100 })).items);

/** Records of whatever time, of one school. */
const recordsBefore = (before: string, school = SCHOOL) => ({ class: 'exchanges', school, before }) as const;

export function retention(context: StoreTest): void {
  describe('what is older than its term', () => {
    beforeEach(() => addParties(context.store));

    const good = async () => expect((await context.store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);

    test('goes when it is a result of before the day, with all its revisions; the day itself stays', async () => {
      const { store } = context;
      await deliver(
        store,
        'e1',
        dated('old', '2024-07-31'),
        dated('edge', DAY),
        dated('mended', '2024-09-01'),
        dated('negative', '-0044-03-15'),
      );
      await deliver(store, 'e2', dated('old', '2024-07-30'), dated('mended', '2023-09-01'), dated('far', '12024-01-01'));
      const report = await purge(store, [resultsBefore(DAY)]);
      expect(removed(report.lines)).toEqual({ [`${SCHOOL} results`]: { results: 3, revisions: 2 } });
      expect(idsOf(await allResults(store))).toEqual(['edge', 'far']);
      expect(await store.revisions(SCHOOL, 'old')).toEqual([]);
      await good();
    });

    test('goes when it is a revision of before the day that was superseded since, and what took its place stays', async () => {
      const { store } = context;
      for (const [index, date] of ['2023-05-01', '2024-05-01', '2025-05-01', '2026-05-01'].entries()) {
        await deliver(store, `e${index}`, dated('again', date));
      }
      const report = await purge(store, [resultsBefore(DAY)]);
      expect(removed(report.lines)).toEqual({ [`${SCHOOL} results`]: { revisions: 2 } });
      expect((await store.revisions(SCHOOL, 'again')).map(({ date, revision }) => [date, revision])).toEqual([
        ['2025-05-01', 3],
        ['2026-05-01', 4],
      ]);
      await deliver(store, 'e9', dated('again', '2026-06-01'));
      expect((await store.revisions(SCHOOL, 'again')).at(-1)).toMatchObject({ revision: 5, supersedes: 4 });
      await good();
    });

    test('goes with learners of whom nothing is left and whom no roster knows', async () => {
      const { store } = context;
      const rows = ['a1', 'a2', 'a3'].map((alias) => dated(`of ${alias}`, '2023-05-01', { learner: alias }));
      const named = rows.map((row, index) => learner(row.result.learner, { eckId: `eck-${index}` }));
      await store.commit(delivery('e1', { slices: [slice([...rows, dated('young', '2025-05-01', { learner: 'a2' })], named)] }));
      await commit(store, { upserts: learners('p3'), aliases: aliases({ a3: 'p3' }) });
      const report = await purge(store, [resultsBefore(DAY)]);
      expect(removed(report.lines)).toEqual({ [`${SCHOOL} results`]: { results: 3, learners: 1 } });
      const known = await store.aliasesByEckId(SCHOOL, ['eck-0', 'eck-1', 'eck-2']);
      expect([...known.values()].sort()).toEqual(['a2', 'a3']);
      // Once she has left the roster too, there is nothing to keep a name for.
      await commit(store, { left: left('learner', 'p3'), at: WINTER });
      const leavers = { class: 'roster-leavers', school: SCHOOL, before: FUTURE, beforeYear: '2000-2001' } as const;
      expect(removed((await purge(store, [leavers, resultsBefore(DAY)])).lines)).toEqual({
        [`${SCHOOL} roster-leavers`]: { learners: 1 },
        [`${SCHOOL} results`]: { learners: 1 },
      });
      expect((await store.aliasesByEckId(SCHOOL, ['eck-2'])).size).toBe(0);
      await good();
    });

    test('goes with assessments that no result is of any more, unless they came in since', async () => {
      const { store } = context;
      const rows = [dated('r1', '2023-05-01', { assessment: 'gone' }), dated('r2', '2025-05-01', { assessment: 'used' })];
      const assessments = ['gone', 'used', 'never-used'].map((id) => assessmentRow(id, `Toets ${id}`));
      await store.commit(delivery('e1', { slices: [slice(rows)], assessments }));
      expect(removed((await purge(store, [resultsBefore(DAY)])).lines)).toEqual({
        [`${SCHOOL} results`]: { results: 1 },
      });
      expect(await assessmentIds(store)).toHaveLength(3);
      const later = { ...resultsBefore(DAY), before: FUTURE };
      expect(removed((await purge(store, [later])).lines)).toEqual({ [`${SCHOOL} results`]: { assessments: 2 } });
      expect(await assessmentIds(store)).toEqual(['used']);
      await good();
    });

    test('goes when it is the record of a message; one that results stand on stays without details', async () => {
      const { store } = context;
      const strips = () => [{ path: 'leerresultaten_verzoek/school/auteur', rule: 'not-in-profile', count: 1 }];
      const finding = { rule: 'UWLR-LR-001', severity: 'warning', path: 'a', line: 1, column: 1, message: 'Iets' } as const;
      const told = { findings: [finding], findingCount: 1 };
      await store.commit(delivery('kept', { slices: [slice([dated('r1', '2026-05-01')])], strips, exchange: told }));
      await store.commit(delivery('emptied', { slices: [slice([dated('r2', '2020-05-01')])], strips, exchange: told }));
      await store.record(exchange('refused', { school: SCHOOL, ...told, strips: strips() }));
      await store.record(exchange('of nobody', told));
      await store.record(exchange('elsewhere', { school: OTHER_SCHOOL, ...told }));

      const report = await purge(store, [resultsBefore(DAY), recordsBefore(FUTURE), { class: 'exchanges', before: FUTURE }]);
      expect(removed(report.lines)).toEqual({
        [`${SCHOOL} results`]: { results: 1 },
        [`${SCHOOL} exchanges`]: { exchanges: 2, strips: 3, digests: 2 },
        'nobody exchanges': { exchanges: 1 },
      });
      expect(idsOf(await exchanges(store))).toEqual(['elsewhere', 'kept']);
      const emptied = await store.exchange('kept');
      expect(emptied).toMatchObject({ outcome: 'accepted', findings: [], findingCount: 1, strips: [] });
      expect(emptied).not.toHaveProperty('digest');
      expect(idsOf(await allResults(store))).toEqual(['r1']);
      await good();
    });

    test('takes the record of a repeated message along with the one that it repeats, and never alone leaves the repeat', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { slices: [], content: 'same' }));
      await store.commit(delivery('e2', { slices: [], content: 'same' }));
      expect(await store.exchange('e2')).toMatchObject({ outcome: 'repeated', repeats: 'e1' });
      expect(removed((await purge(store, [recordsBefore(FUTURE)])).lines)).toEqual({
        [`${SCHOOL} exchanges`]: { exchanges: 2, digests: 1 },
      });
      expect(await exchanges(store)).toEqual([]);
    });

    test('of a message leaves that nothing made before it is stored any more, whatever its sender may', async () => {
      const { store } = context;
      const old = { content: 'same', createdAtNs: 1_000n, acceptStale: true };
      await store.commit(delivery('e1', { ...old, slices: [slice([dated('r1', '2026-05-01')])] }));
      await store.commit(delivery('e2', { createdAtNs: 2_000n, slices: [slice([dated('r1', '2026-06-01')])] }));
      // The clock of its sender ran ahead: its digest stays until that moment is as long ago.
      const ahead = { content: 'ahead', createdAtNs: 9_000_000_000_000_000_000n, acceptStale: true, slices: [] };
      await store.commit(delivery('e3', ahead));
      const report = await purge(store, [recordsBefore('2200-01-01T00:00:00.000Z')]);
      expect(removed(report.lines)).toEqual({ [`${SCHOOL} exchanges`]: { digests: 2 } });
      const again = [old, { ...old, content: 'older', createdAtNs: 2_000n }].map((message, index) =>
        store.commit(delivery(`again${index}`, { ...message, slices: [slice([dated('r1', '2026-05-01')])] })),
      );
      expect(await Promise.all(again)).toEqual([{ kind: 'stale' }, { kind: 'stale' }]);
      expect(await store.commit(delivery('again', ahead))).toMatchObject({ kind: 'repeated', repeats: 'e3' });
      expect(await store.revisions(SCHOOL, 'r1')).toHaveLength(2);
      expect(await store.commit(delivery('new', { createdAtNs: 2_001n, acceptStale: true, slices: [] }))).toMatchObject({ kind: 'stored' });
    });

    test('stays while its school is held, whoever asks, and goes once that is over', async () => {
      const { store } = context;
      await deliver(store, 'e1', dated('r1', '2020-05-01'));
      await store.commit(delivery('e2', { school: OTHER_SCHOOL, slices: [slice([dated('r2', '2020-05-01', { school: OTHER_SCHOOL })])] }));
      for (const school of [SCHOOL, OTHER_SCHOOL]) {
        await commit(store, { head: { school }, upserts: learners('p1', 'p2') });
        await commit(store, { head: { school }, left: left('learner', 'p1'), at: WINTER });
      }
      await store.holdSchool(SCHOOL, '2026-11-01T00:00:00.000Z');
      const scopes = allScopes([SCHOOL, OTHER_SCHOOL], () => terms(), new Date(FUTURE));
      const before = [await exchanges(store, SCHOOL), await allResults(store), await store.roster(SCHOOL, '2025-2026')];
      expect(await store.forecastPurge(scopes.filter((scope) => scope.school === SCHOOL))).toEqual([]);
      const report = await purge(store, scopes);
      expect(new Set(report.lines.map((line) => line.school))).toEqual(new Set([OTHER_SCHOOL]));
      expect(new Set(report.held)).toEqual(new Set([SCHOOL, 'the audit']));
      expect(await store.purgeRosters({ before: FUTURE, beforeYear: '2900-2901' })).toEqual({ groups: 0, learners: 0, teachers: 0 });
      expect([await exchanges(store, SCHOOL), await allResults(store), await store.roster(SCHOOL, '2025-2026')]).toEqual(before);

      await store.holdSchool(SCHOOL, undefined);
      const forecast = await store.forecastPurge(scopes.filter((scope) => scope.school === SCHOOL));
      expect(removed(forecast)).toEqual(removed((await purge(store, scopes)).lines.filter((line) => line.school === SCHOOL)));
      expect([await exchanges(store, SCHOOL), await allResults(store), await store.rosters(SCHOOL)]).toEqual([[], [], []]);
      await good();
    });

    test('goes while others read on: a cursor and an instant go on where they were', async () => {
      const { store } = context;
      for (const [index, date] of ['2023-05-01', '2026-05-01', '2023-06-01', '2026-06-01'].entries()) {
        await deliver(store, `e${index}`, dated(`r${index}`, date));
      }
      const page = await store.results({ school: SCHOOL, limit: 1 });
      const since = page.items[0]!.storedAt;
      await purge(store, [resultsBefore(DAY), recordsBefore(FUTURE)]);
      await deliver(store, 'e9', dated('r9', '2026-07-01'));
      expect(idsOf(await allResults(store, { cursor: page.next! }))).toEqual(['r1', 'r3', 'r9']);
      expect(idsOf(await allResults(store, { since }))).toEqual(['r1', 'r3', 'r9']);
      await purge(store, [resultsBefore('2999-08-01'), recordsBefore(FUTURE)]);
      await deliver(store, 'e10', dated('r10', '2026-07-01'));
      expect(idsOf(await allResults(store, { cursor: page.next! }))).toEqual(['r10']);
      expect(idsOf(await allResults(store, { since }))).toEqual(['r10']);
    });
  });

  describe('purges', () => {
    beforeEach(() => addParties(context.store));

    test('go one at a time, over every opened store, and are on record with what they removed', async () => {
      const { store } = context;
      const other = await context.open();
      const run = (await store.startPurge('2026-11-21T03:00:00.000Z'))!;
      expect(await other.startPurge('2026-11-21T03:00:00.000Z')).toBeUndefined();
      expect(await other.purgeReports(10)).toMatchObject([{ outcome: 'running', lines: [] }]);
      await run.finish({ at: '2026-11-21T03:00:02.000Z', outcome: 'done', held: [] });
      await deliver(other, 'e1', dated('r1', '2020-05-01'));
      const report = await purge(other, [resultsBefore(DAY)]);
      expect(await store.purgeReports(1)).toEqual([report]);
      expect(report.lines).toEqual([
        {
          class: 'results',
          school: SCHOOL,
          before: `${DAY}T00:00:00.000Z`,
          removed: { results: 1, learners: 1 },
          bytes: expect.any(Number),
        },
      ]);
      expect((await store.purgeReports(10)).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    });

    test('that were told to stop leave the rest to the next', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { slices: [slice(Array.from({ length: 700 }, (_, index) => dated(`r${index}`, '2020-05-01')))] }));
      const run = (await store.startPurge('2026-11-21T03:00:00.000Z'))!;
      let steps = 0;
      expect(await run.purge(resultsBefore(DAY), () => ++steps > 2)).toBe(true);
      const first = await run.finish({ at: '2026-11-21T03:00:02.000Z', outcome: 'stopped', held: [] });
      const second = await purge(store, [resultsBefore(DAY)]);
      const count = (report: typeof first) => report.lines[0]!.removed['results']!;
      expect(count(first)).toBeGreaterThan(0);
      expect(count(second)).toBeGreaterThan(0);
      expect(count(first) + count(second)).toBe(700);
      expect(await allResults(store)).toEqual([]);
    });

    test('are in the audit, with numbers', async () => {
      const { store } = context;
      await deliver(store, 'e1', dated('r1', '2020-05-01'));
      await purge(store, [resultsBefore(DAY)]);
      const { items } = await store.audit({ operation: 'retention.purge', limit: 10 });
      expect(items.map(({ school, subject, counts }) => ({ school, subject, counts }))).toEqual([
        { school: SCHOOL, subject: 'results', counts: { learners: 1 } },
        { school: SCHOOL, subject: 'results', counts: { results: 1 } },
      ]);
    });
  });

  describe('terms of a school', () => {
    beforeEach(() => addParties(context.store));

    test('are kept, changed and taken back', async () => {
      const { store } = context;
      const term = { school: SCHOOL, class: 'results', days: 100, setAt: '2026-11-22T03:00:00.000Z' } as const;
      await store.setRetentionTerm({ ...term, days: 7 });
      await store.setRetentionTerm({ ...term, class: 'exchanges' });
      await store.setRetentionTerm(term);
      expect(await (await context.open()).retentionTerms()).toEqual([{ ...term, class: 'exchanges' }, term]);
      await store.setRetentionTerm({ ...term, days: undefined });
      expect(await store.retentionTerms()).toEqual([{ ...term, class: 'exchanges' }]);
      await expect(store.setRetentionTerm({ ...term, school: '99ZZ' })).rejects.toMatchObject({ code: 'unknown' });
    });
  });
}
