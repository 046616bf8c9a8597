import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { allResults } from '../support/reading.js';
import { addParties, delivery, exchange, SCHOOL, school, slices } from '../support/records.js';
import { change, WINTER } from '../support/rosters.js';

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
      await expect(store.roster(SCHOOL, '2025-2026')).rejects.toMatchObject(closed);
      await expect(store.commitRoster(change())).rejects.toMatchObject(closed);
      await expect(store.purgeRosters({ before: WINTER, beforeYear: '2025-2026' })).rejects.toMatchObject(closed);
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
