import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { allResults } from '../support/reading.js';
import { addParties, delivery, exchange, SCHOOL, school, slices } from '../support/records.js';
import { aliases, change, commit, learners, WINTER, YEAR } from '../support/rosters.js';

export function closing(context: StoreTest): void {
  describe('closing', () => {
    beforeEach(() => addParties(context.store));

    test('waits for what is being written', async () => {
      const { store } = context;
      const writing = [store.commit(delivery('e1')), store.commit(delivery('e2', { slices: slices('r', 500, 50) }))];
      const closed = store.close();
      expect((await Promise.all(writing)).map((one) => one.kind)).toEqual(['stored', 'stored']);
      await closed;
      expect(await allResults(await context.open())).toHaveLength(501);
    });

    test('can be done twice, and everything after it is refused', async () => {
      const { store } = context;
      await Promise.all([store.close(), store.close()]);
      await store.close();
      const closed = { code: 'closed' };
      await expect(store.directory()).rejects.toMatchObject(closed);
      await expect(store.addSchool(school('99CC'))).rejects.toMatchObject(closed);
      await expect(store.commit(delivery('e1'))).rejects.toMatchObject(closed);
      await expect(store.record(exchange('e2'))).rejects.toMatchObject(closed);
      await expect(store.results({ school: SCHOOL, limit: 1 })).rejects.toMatchObject(closed);
      await expect(store.aliasesByEckId(SCHOOL, ['eck-1'])).rejects.toMatchObject(closed);
      await expect(store.diagnose()).rejects.toMatchObject(closed);
      await expect(store.roster(SCHOOL, YEAR)).rejects.toMatchObject(closed);
      await expect(store.memberships(SCHOOL, YEAR)).rejects.toMatchObject(closed);
      await expect(store.rosterPageById({ school: SCHOOL, schoolYear: YEAR, kind: 'learner', limit: 1 })).rejects.toMatchObject(closed);
      await expect(store.rosterCounts(SCHOOL, YEAR)).rejects.toMatchObject(closed);
      await expect(store.commitRoster(change())).rejects.toMatchObject(closed);
      await expect(store.purgeRosters({ before: WINTER, beforeYear: YEAR })).rejects.toMatchObject(closed);
    });

    test('waits for what is being read', async () => {
      const { store } = context;
      const ids = Array.from({ length: 1_200 }, (_, index) => `p${index}`);
      await commit(store, { upserts: learners(...ids), aliases: aliases(Object.fromEntries(ids.map((id) => [`alias of ${id}`, id]))) });
      const reading = [store.roster(SCHOOL, YEAR), store.learnerAliases(SCHOOL)] as const;
      const closed = store.close();
      const [roster, known] = await Promise.all(reading);
      expect([roster?.rows.length, known.size]).toEqual([1_200, 1_200]);
      await closed;
      await expect(store.learnerAliases(SCHOOL)).rejects.toMatchObject({ code: 'closed' });
    });

    test('leaves a healthy store that opens again', async () => {
      await context.store.commit(delivery('e1', { slices: slices('r', 50, 10) }));
      await context.store.close();
      const store = await context.open();
      expect(await allResults(store)).toHaveLength(50);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
      expect(await store.commit(delivery('e2'))).toMatchObject({ kind: 'stored' });
    });
  });
}
