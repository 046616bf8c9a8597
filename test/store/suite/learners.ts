import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LearnerRow } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addParties, delivery, learner, OTHER_SCHOOL, SCHOOL, slice } from '../support/records.js';

const SEALED = Uint8Array.of(7, 7);

export function learners(context: StoreTest): void {
  describe('learners', () => {
    beforeEach(() => addParties(context.store));

    const deliver = (id: string, rows: readonly LearnerRow[], school = SCHOOL) =>
      context.store.commit(delivery(id, { school, slices: [slice([], rows)] }));
    const found = async (...eckIds: string[]) => Object.fromEntries(await context.store.aliasesByEckId(SCHOOL, eckIds));

    test('are found by their ECK iD, in their own school', async () => {
      await deliver('e1', [learner('a1', { eckId: 'eck-1' }), learner('a2', { eckId: 'eck-2' }), learner('a3')]);
      await deliver('e2', [learner('b1', { eckId: 'eck-3' })], OTHER_SCHOOL);
      expect(await found('eck-1', 'eck-2', 'eck-3', 'eck-4')).toEqual({ 'eck-1': 'a1', 'eck-2': 'a2' });
      expect(await found()).toEqual({});
    });

    test('get their ECK iD when it appears, and keep it when it is left out', async () => {
      await deliver('e1', [learner('a1', { sealedId: SEALED })]);
      await deliver('e2', [learner('a1', { eckId: 'eck-1' })]);
      await deliver('e3', [learner('a1')]);
      expect(await found('eck-1')).toEqual({ 'eck-1': 'a1' });
    });

    test('follow their source to another ECK iD', async () => {
      await deliver('e1', [learner('a1', { eckId: 'eck-1' })]);
      await deliver('e2', [learner('a1', { eckId: 'eck-2' })]);
      expect(await found('eck-1', 'eck-2')).toEqual({ 'eck-2': 'a1' });
    });

    test('with the key of the LAS come before those without', async () => {
      await deliver('e1', [learner('a1', { eckId: 'eck-1', sealedId: SEALED }), learner('a2', { eckId: 'eck-1' })]);
      expect(await found('eck-1')).toEqual({ 'eck-1': 'a1' });
    });

    test('are found by the thousand', async () => {
      const rows = Array.from({ length: 1_700 }, (_, index) => learner(`a${index}`, { eckId: `eck-${index}` }));
      await deliver('e1', rows);
      const aliases = await context.store.aliasesByEckId(
        SCHOOL,
        rows.map((row) => row.eckId!),
      );
      expect([...aliases.values()].sort()).toEqual(rows.map((row) => row.alias).sort());
    });
  });
}
