import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LearnerRow } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import { addParties, delivery, learner, OTHER_SCHOOL, resultRow, SCHOOL, slice } from '../support/records.js';
import { aliases, commit, learners } from '../support/rosters.js';

export function matching(context: StoreTest): void {
  describe('results and the learners of the roster', () => {
    beforeEach(() => addParties(context.store));

    let count = 0;
    /** One result of each of these learners, with the id `of <alias>`. */
    const deliver = (rows: readonly LearnerRow[], school = SCHOOL) => {
      count += 1;
      const results = rows.map((row) => resultRow(`of ${row.alias}`, { school, learner: row.alias }));
      return context.store.commit(delivery(`matching-${count}`, { school, slices: [slice(results, rows)] }));
    };
    const unmatched = async (school = SCHOOL) => {
      const { items } = await context.store.unmatchedLearners({ school, limit: 100 });
      return items.map((item) => item.learner);
    };
    const resultsOf = async (name: string) => idsOf(await allResults(context.store, { learner: name })).sort();

    test('match when the roster is there first', async () => {
      const { store } = context;
      await commit(store, { upserts: learners('p1', 'p2'), aliases: aliases({ p1: 'p1', p2: 'p2', 'eck-p2': 'p2' }) });
      await deliver([learner('p1'), learner('older', { eckAlias: 'eck-p2' }), learner('stranger', { eckAlias: 'eck-stranger' })]);
      expect(await unmatched()).toEqual(['stranger']);
      expect(await resultsOf('p1')).toEqual(['of p1']);
      expect(await resultsOf('p2')).toEqual(['of older']);
      expect(await resultsOf('older')).toEqual(['of older']);
    });

    test('match when the roster comes later, and those that do are counted once', async () => {
      const { store } = context;
      await deliver([learner('a1', { eckAlias: 'eck-1' }), learner('a2'), learner('a3')]);
      expect(await unmatched()).toEqual(['a1', 'a2', 'a3']);
      const first = await commit(store, {
        upserts: learners('p1', 'p2'),
        aliases: aliases({ a1: 'p1', 'eck-1': 'p1', a2: 'p2', a9: 'p2' }),
      });
      expect(first).toMatchObject({ matched: 2 });
      expect(await unmatched()).toEqual(['a3']);
      expect(await resultsOf('p1')).toEqual(['of a1']);
      expect(await resultsOf('p2')).toEqual(['of a2']);
      expect(await commit(store, { upserts: learners('p3'), aliases: aliases({ a3: 'p3' }) })).toMatchObject({ matched: 1 });
      expect(await unmatched()).toEqual([]);
    });

    test('match when a learner who was known gets an ECK iD', async () => {
      const { store } = context;
      await commit(store, { upserts: learners('p1'), aliases: aliases({ 'eck-1': 'p1' }) });
      await deliver([learner('a1')]);
      expect(await unmatched()).toEqual(['a1']);
      await deliver([learner('a1', { eckAlias: 'eck-1' })]);
      expect(await unmatched()).toEqual([]);
      await deliver([learner('a1')]);
      expect(await resultsOf('p1')).toEqual(['of a1']);
    });

    test('go by the ECK iD rather than by the key, whichever is heard first', async () => {
      const { store } = context;
      await deliver([learner('a1', { eckAlias: 'eck-1' })]);
      await commit(store, { upserts: learners('p1', 'p2'), aliases: aliases({ 'eck-1': 'p2', a1: 'p1', a2: 'p1', 'eck-2': 'p2' }) });
      await deliver([learner('a2', { eckAlias: 'eck-2' })]);
      expect(await resultsOf('p1')).toEqual([]);
      expect(await resultsOf('p2')).toEqual(['of a1', 'of a2']);
    });

    test('follow an alias that moves to another learner', async () => {
      const { store } = context;
      await deliver([learner('a1'), learner('a2', { eckAlias: 'eck-2' })]);
      await commit(store, { upserts: learners('p1', 'p2'), aliases: aliases({ a1: 'p1', 'eck-2': 'p1' }) });
      expect(await resultsOf('p1')).toEqual(['of a1', 'of a2']);
      expect(await commit(store, { aliases: aliases({ a1: 'p2', 'eck-2': 'p2' }) })).toMatchObject({ changed: true, matched: 0 });
      expect(await resultsOf('p1')).toEqual([]);
      expect(await resultsOf('p2')).toEqual(['of a1', 'of a2']);
      expect(Object.fromEntries(await store.learnerAliases(SCHOOL))).toEqual({ a1: 'p2', 'eck-2': 'p2' });
    });

    test('of an alias that is now of somebody else are not given for the learner of the roster with that id', async () => {
      const { store } = context;
      await deliver([learner('p1')]);
      await commit(store, { upserts: learners('p1', 'p2'), aliases: aliases({ p1: 'p1' }) });
      expect(await resultsOf('p1')).toEqual(['of p1']);
      await commit(store, { aliases: aliases({ p1: 'p2' }) });
      expect(await resultsOf('p1')).toEqual([]);
      expect(await resultsOf('p2')).toEqual(['of p1']);
    });

    test('come in the order in which they were stored, page by page, when a learner has several aliases', async () => {
      const { store } = context;
      await commit(store, { upserts: learners('p1'), aliases: aliases({ a1: 'p1', a2: 'p1' }) });
      for (let round = 0; round < 4; round += 1) {
        const results = ['a2', 'a1', 'a3'].map((alias) => resultRow(`${round}-${alias}`, { learner: alias }));
        await store.commit(delivery(`round-${round}`, { slices: [slice(results)] }));
      }
      const expected = ['0-a2', '0-a1', '1-a2', '1-a1', '2-a2', '2-a1', '3-a2', '3-a1'];
      expect(idsOf(await allResults(store, { learner: 'p1', limit: 3 }))).toEqual(expected);
    });

    test('never match over schools', async () => {
      const { store } = context;
      await commit(store, { upserts: learners('p1'), aliases: aliases({ a1: 'p1', 'eck-1': 'p1' }) });
      await deliver([learner('a1', { eckAlias: 'eck-1' })], OTHER_SCHOOL);
      expect(await unmatched(OTHER_SCHOOL)).toEqual(['a1']);
      expect(await commit(store, { head: { school: OTHER_SCHOOL }, upserts: learners('p7') })).toMatchObject({ matched: 0 });
      expect((await store.knownLearners(OTHER_SCHOOL, ['a1'])).size).toBe(0);
      expect(await allResults(store, { school: OTHER_SCHOOL, learner: 'p1' })).toEqual([]);
    });

    test('without a match are listed page by page, with their number', async () => {
      const { store } = context;
      const rows = Array.from({ length: 7 }, (_, index) => learner(`a${index}`));
      await deliver(rows);
      await store.commit(
        delivery('more', { slices: [slice([resultRow('r1', { learner: 'a1' }), resultRow('of a1', { learner: 'a1' })])] }),
      );
      await commit(store, { upserts: learners('p1'), aliases: aliases({ a3: 'p1' }) });
      const first = await store.unmatchedLearners({ school: SCHOOL, limit: 4 });
      const second = await store.unmatchedLearners({ school: SCHOOL, limit: 4, cursor: first.next! });
      expect(second).not.toHaveProperty('next');
      expect([...first.items, ...second.items]).toEqual([
        { learner: 'a0', results: 1 },
        { learner: 'a1', results: 2 },
        { learner: 'a2', results: 1 },
        { learner: 'a4', results: 1 },
        { learner: 'a5', results: 1 },
        { learner: 'a6', results: 1 },
      ]);
      const { next } = await store.results({ school: SCHOOL, limit: 1 });
      await expect(store.unmatchedLearners({ school: SCHOOL, limit: 1, cursor: next! })).rejects.toMatchObject({ code: 'unknown' });
    });

    test('match whatever the order, when both arrive at once through two stores', async () => {
      const { store } = context;
      const other = await context.open();
      await commit(store, {});
      const rosterOf = async () => {
        for (let index = 0; index < 20; index += 1) {
          await commit(store, { upserts: learners(`p${index}`), aliases: aliases({ [`a${index}`]: `p${index}` }) });
        }
      };
      const resultsOfAll = async () => {
        for (let index = 0; index < 20; index += 1) {
          await other.commit(delivery(`at-once-${index}`, { slices: [slice([resultRow(`r${index}`, { learner: `a${index}` })])] }));
        }
      };
      await Promise.all([rosterOf(), resultsOfAll()]);
      expect(await unmatched()).toEqual([]);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    });
  });
}
