import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ReceiverAlias } from '../../../src/store/alias-vault.js';
import type { StoreTest } from '../suite.js';
import { addParties, OTHER_SCHOOL, SCHOOL, school } from '../support/records.js';

const AUTUMN = '2026-10-01T08:00:00.000Z';
const LATER = '2026-11-01T08:00:00.000Z';
const LATEST = '2026-12-01T08:00:00.000Z';

const given = (alias: string, more: Partial<ReceiverAlias> = {}): ReceiverAlias => ({
  kind: 'learner',
  alias,
  generation: 1,
  sealedId: Uint8Array.of(1, 2, 3, 250),
  ...more,
});

export function receiverAliases(context: StoreTest): void {
  describe('aliases that receivers were given', () => {
    beforeEach(() => addParties(context.store));

    test('lead back for that receiver, school and kind, with what was first kept', async () => {
      const { store } = context;
      await store.keepReceiverAliases(SCHOOL, 'A', [given('a1'), given('a2', { kind: 'group' })]);
      await store.keepReceiverAliases(SCHOOL, 'A', [given('a1', { sealedId: Uint8Array.of(9) })]);
      const found = await store.receiverAlias(SCHOOL, 'A', 'learner', 'a1');
      expect({ ...found, sealedId: [...(found?.sealedId ?? [])] }).toEqual({ ...given('a1'), sealedId: [1, 2, 3, 250] });
      expect(await store.receiverAlias(SCHOOL, 'B', 'learner', 'a1')).toBeUndefined();
      expect(await store.receiverAlias(OTHER_SCHOOL, 'A', 'learner', 'a1')).toBeUndefined();
      expect(await store.receiverAlias(SCHOOL, 'A', 'teacher', 'a1')).toBeUndefined();
      expect(await store.knownReceiverAliases(SCHOOL, 'A', ['a1', 'a2', 'a3'])).toEqual(new Set(['a1', 'a2']));
      expect(await store.knownReceiverAliases(SCHOOL, 'B', ['a1'])).toEqual(new Set());
    });

    test('are removed by name, whoever was given them', async () => {
      const { store } = context;
      await store.keepReceiverAliases(SCHOOL, 'A', [given('a1'), given('a2')]);
      await store.keepReceiverAliases(SCHOOL, 'B', [given('b1')]);
      expect(await store.aliasReceivers(SCHOOL)).toEqual([
        { receiver: 'A', generation: 1 },
        { receiver: 'B', generation: 1 },
      ]);
      expect(await store.removeReceiverAliases(SCHOOL, ['a1', 'b1', 'c1'])).toBe(2);
      expect(await store.knownReceiverAliases(SCHOOL, 'A', ['a1', 'a2'])).toEqual(new Set(['a2']));
      expect(await store.aliasReceivers(SCHOOL)).toEqual([{ receiver: 'A', generation: 1 }]);
    });

    test('get a new generation, and those of before go when their time is over', async () => {
      const { store } = context;
      await store.keepReceiverAliases(SCHOOL, 'A', [given('a1')]);
      expect(await store.rotateAliases(SCHOOL, AUTUMN, LATER)).toBe(2);
      const found = async () => (await store.directory()).schools.get(SCHOOL)?.aliases;
      expect(await found()).toEqual({ generation: 2, oldest: 1, earlierUntil: LATER });
      expect((await store.directory()).schools.get(OTHER_SCHOOL)).toEqual(school(OTHER_SCHOOL));
      await store.keepReceiverAliases(SCHOOL, 'A', [given('a2', { generation: 2 })]);
      expect(await store.purgeReceiverAliases(AUTUMN)).toBe(0);
      await store.holdSchool(SCHOOL, AUTUMN);
      expect(await store.purgeReceiverAliases(LATER)).toBe(0);
      await store.holdSchool(SCHOOL, undefined);
      expect(await store.purgeReceiverAliases(LATER)).toBe(1);
      expect(await store.knownReceiverAliases(SCHOOL, 'A', ['a1', 'a2'])).toEqual(new Set(['a2']));
      expect(await store.rotateAliases(SCHOOL, LATER, LATEST)).toBe(3);
      expect(await found()).toEqual({ generation: 3, oldest: 2, earlierUntil: LATEST });
      expect(await store.rotateAliases(SCHOOL, LATER, LATEST)).toBe(4);
      expect(await found()).toEqual({ generation: 4, oldest: 2, earlierUntil: LATEST });
      await expect(store.rotateAliases('99ZZ', AUTUMN, LATER)).rejects.toMatchObject({ code: 'unknown' });
      await expect(store.rotateAliases(SCHOOL, AUTUMN, 'soon')).rejects.toMatchObject({ code: 'unknown' });
    });
  });

  describe('a key of a school that is destroyed', () => {
    beforeEach(() => addParties(context.store));

    test('is gone in every process, with the aliases, and no other comes in its place', async () => {
      const { store } = context;
      const other = await context.open();
      await store.schoolKey(SCHOOL, Uint8Array.of(1, 2, 3));
      await store.schoolKey(OTHER_SCHOOL, Uint8Array.of(4));
      await store.keepReceiverAliases(SCHOOL, 'A', [given('a1')]);
      await store.destroySchoolKey(SCHOOL, AUTUMN);
      const destroyed = { code: 'destroyed' };
      for (const one of [store, other]) {
        await expect(one.schoolKey(SCHOOL, Uint8Array.of(9))).rejects.toMatchObject(destroyed);
        expect((await one.directory()).schools.get(SCHOOL)).toEqual({ ...school(SCHOOL), pausedAt: AUTUMN, keyDestroyedAt: AUTUMN });
        expect(await one.aliasReceivers(SCHOOL)).toEqual([]);
      }
      expect([...(await store.schoolKey(OTHER_SCHOOL, Uint8Array.of(9)))]).toEqual([4]);
      await expect(store.pauseSchool(SCHOOL, undefined)).rejects.toMatchObject(destroyed);
      await expect(store.rotateAliases(SCHOOL, AUTUMN, LATER)).rejects.toMatchObject(destroyed);
      await store.destroySchoolKey(SCHOOL, LATER);
      expect((await store.directory()).schools.get(SCHOOL)?.keyDestroyedAt).toBe(AUTUMN);
      const { items } = await store.audit({ operation: 'school.destroy-key', limit: 10 });
      expect(items.map(({ counts }) => counts)).toEqual([{ aliases: 0 }, { aliases: 1 }]);
    });

    test('of a school that never had one is destroyed all the same; under legal hold none is', async () => {
      const { store } = context;
      await store.holdSchool(SCHOOL, AUTUMN);
      await expect(store.destroySchoolKey(SCHOOL, AUTUMN)).rejects.toMatchObject({ code: 'held' });
      await store.holdSchool(SCHOOL, undefined);
      await store.destroySchoolKey(SCHOOL, AUTUMN);
      await expect(store.schoolKey(SCHOOL, Uint8Array.of(9))).rejects.toMatchObject({ code: 'destroyed' });
      await expect(store.destroySchoolKey('99ZZ', AUTUMN)).rejects.toMatchObject({ code: 'unknown' });
    });
  });
}
