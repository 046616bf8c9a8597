import { beforeEach, describe, expect, test } from '@jest/globals';
import { agreementOf, agreementsOf } from '../../../src/directory/authorise.js';
import type { StoreTest } from '../suite.js';
import { addParties, agreement, credential, OTHER_PARTY, OTHER_SCHOOL, PARTY, SCHOOL } from '../support/records.js';

const OCTOBER = '2025-10-01T08:00:00.000Z';
const NOVEMBER = '2025-11-01T00:00:00.000Z';
const DECEMBER = '2025-12-01T00:00:00.000Z';
const JANUARY = '2026-01-01T00:00:00.000Z';
const conflict = { code: 'conflict' };

export function agreements(context: StoreTest): void {
  describe('one agreement at a time', () => {
    beforeEach(() => addParties(context.store));

    const add = (id: string, more: Parameters<typeof agreement>[1] = {}) => context.store.addAgreements([agreement(id, more)], undefined);
    const holds = async (at: string) => agreementOf(await context.store.directory(), SCHOOL, PARTY, 'leerresultaten', at)?.id;

    test.each([
      ['the same again', {}],
      ['one that has yet to begin', { from: DECEMBER }],
      ['one that began earlier and is over later', { from: '2025-09-01T00:00:00.000Z', until: NOVEMBER }],
      ['one about more exchanges', { exchanges: ['leerlinggegevens', 'leerresultaten'] as const }],
      ['one for another purpose', { purpose: 'iets anders' }],
    ])('refuses %s, by the id of the first, and stores nothing of it', async (_what, more) => {
      await add('a1');
      await expect(context.store.addAgreements([agreement('a2', more)], credential('c2'))).rejects.toMatchObject({
        ...conflict,
        message: expect.stringContaining('agreement a1 of'),
      });
      const { agreements: kept, credentials } = await context.store.directory();
      expect([kept.size, credentials.size]).toEqual([1, 0]);
    });

    test('refuses two at once, and both of two that come at the same time but one', async () => {
      await expect(context.store.addAgreements([agreement('a1'), agreement('a2')], undefined)).rejects.toMatchObject(conflict);
      const outcomes = await Promise.allSettled([add('a3'), add('a4'), add('a5')]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await context.store.directory()).agreements.size).toBe(1);
    });

    test.each([
      ['another school', { school: OTHER_SCHOOL }],
      ['another party', { party: OTHER_PARTY }],
      ['another exchange', { exchanges: ['leerlinggegevens'] as const }],
      ['the time after it', { from: DECEMBER }],
      ['the time before it', { from: '2025-09-01T00:00:00.000Z', until: OCTOBER }],
      ['reading over REST', { exchanges: ['rest'] as const, scopes: ['results:read'] }],
    ])('has room for one of %s', async (_what, more) => {
      await add('a1', { until: DECEMBER });
      await add('a2', more);
      expect((await context.store.directory()).agreements.size).toBe(2);
    });

    test('has room for another once the first is ended', async () => {
      await add('a1');
      await context.store.endAgreement('a1', NOVEMBER);
      await add('a2');
      expect(await holds(NOVEMBER)).toBe('a2');
    });

    test('is replaced from a moment on, with no moment without, and the audit has both', async () => {
      await add('a1');
      await context.store.replaceAgreement('a1', agreement('a2', { from: DECEMBER, fields: ['a'] }), NOVEMBER);
      expect([await holds('2025-11-30T23:59:59.999Z'), await holds(DECEMBER)]).toEqual(['a1', 'a2']);
      const { items } = await context.store.audit({ school: SCHOOL, limit: 10 });
      expect(items.map(({ operation, agreement: of }) => [operation, of]).slice(0, 2)).toEqual([
        ['agreement.add', 'a2'],
        ['agreement.replace', 'a1'],
      ]);
    });

    test('that has yet to begin is replaced by one that begins sooner', async () => {
      await add('a1', { from: JANUARY });
      await context.store.replaceAgreement('a1', agreement('a2', { from: DECEMBER }), NOVEMBER);
      expect([await holds(NOVEMBER), await holds(DECEMBER), await holds(JANUARY)]).toEqual([undefined, 'a2', 'a2']);
    });

    test('is replaced once, and not by one that is in the way of another', async () => {
      await add('a1', { until: DECEMBER });
      await add('a2', { from: DECEMBER });
      const replace = (id: string, more: object) => context.store.replaceAgreement('a1', agreement(id, more), NOVEMBER);
      await expect(replace('a3', { from: NOVEMBER })).rejects.toMatchObject(conflict);
      expect((await context.store.directory()).agreements.get('a1')).toMatchObject({ until: DECEMBER });
      await replace('a4', { from: NOVEMBER, until: DECEMBER });
      await expect(replace('a5', { from: NOVEMBER, until: DECEMBER })).rejects.toMatchObject(conflict);
      await expect(context.store.replaceAgreement('nergens', agreement('a6'), NOVEMBER)).rejects.toMatchObject({ code: 'unknown' });
      expect([...(await context.store.directory()).agreements.all()].map(({ id }) => id)).toEqual(['a1', 'a2', 'a4']);
    });

    test('of several that a store of before has, the one that began last holds, then the one that was made last', async () => {
      const directory = await context.store.directory();
      const several = [
        agreement('old', { from: NOVEMBER }),
        agreement('later', { from: DECEMBER }),
        agreement('last', { from: DECEMBER, until: JANUARY }),
        agreement('older'),
      ];
      const found = { ...directory, agreements: directory.agreements.with(new Map(several.map((one) => [one.id, one]))) };
      const at = (moment: string) => [
        agreementOf(found, SCHOOL, PARTY, 'leerresultaten', moment)?.id,
        agreementsOf(found, { school: SCHOOL }, 'leerresultaten', moment).map(({ id }) => id),
      ];
      expect(at(OCTOBER)).toEqual(['older', ['older']]);
      expect(at(NOVEMBER)).toEqual(['old', ['old']]);
      expect(at(DECEMBER)).toEqual(['last', ['last']]);
      expect(at(JANUARY)).toEqual(['later', ['later']]);
    });
  });
}
