import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Disclosure } from '../../../src/store/rights-store.js';
import type { StoreTest } from '../suite.js';
import { addTargets, LAS, later, retryAt, settle, store as storeResults, take } from '../support/outbox.js';
import { SCHOOL } from '../support/records.js';

function disclosure(exchange: string, more: Partial<Disclosure> = {}): Disclosure {
  const about = { school: SCHOOL, exchange, at: later(0), receiver: LAS, operation: 'result.deliver', agreement: 'a1', fields: ['score'] };
  return { ...about, learners: ['p1', 'p2'], awaited: true, ...more };
}

export function departures(context: StoreTest): void {
  describe('what left of a delivery', () => {
    beforeEach(() => addTargets(context.store));

    /** Tries once, and writes down whose data left. */
    async function attempt(exchange: string, learners: readonly string[] | undefined): Promise<void> {
      const { outbox, rights } = context.store;
      const batch = await take(outbox, { at: later(2) });
      const [number] = await rights.disclose([disclosure(exchange)]);
      const departure = learners === undefined ? {} : { departure: { disclosure: number as number, learners } };
      expect(await settle(outbox, batch, retryAt(later(1)), departure)).toBe(true);
    }

    const given = async (name: string) => {
      const { disclosures } = await context.store.rights.everythingOf(SCHOOL, { names: [name] });
      return disclosures.map(({ exchange, departure }) => [exchange, departure]);
    };

    test('is a disclosure of those whose data left; an attempt that reached nobody is none', async () => {
      await storeResults(context.store, ['r1']);
      await attempt('refused', []);
      expect(await given('p1')).toEqual([]);
      expect(await context.store.rights.disclosureActivity(SCHOOL)).toEqual([]);
      await attempt('in part', ['p1']);
      expect(await given('p1')).toEqual([['in part', 'left']]);
      expect(await given('p2')).toEqual([]);
    });

    test('is not known when nobody wrote it down, and a message that was sent again counts once, as what is known best', async () => {
      await storeResults(context.store, ['r1']);
      await attempt('cut off', undefined);
      await attempt('twice', undefined);
      await attempt('twice', ['p1', 'p2']);
      expect(await given('p2')).toEqual([
        ['cut off', 'unknown'],
        ['twice', 'unknown'],
        ['twice', 'left'],
      ]);
      const of = { receiver: LAS, operation: 'result.deliver', agreement: 'a1', count: 1, last: later(0) };
      expect(await context.store.rights.disclosureActivity(SCHOOL)).toEqual([
        { ...of, departure: 'unknown' },
        { ...of, departure: 'left' },
      ]);
    });

    test('is told apart by agreement, also where data go without a delivery', async () => {
      const read = { operation: 'listResults', receiver: 'lezer' } as const;
      const { awaited: _, ...plain } = disclosure('one', read);
      await context.store.rights.disclose([plain, { ...plain, exchange: 'two', agreement: 'a2' }, { ...plain, exchange: 'three' }]);
      expect(await context.store.rights.disclosureActivity(SCHOOL)).toEqual([
        { ...read, agreement: 'a1', departure: 'left', count: 2, last: later(0) },
        { ...read, agreement: 'a2', departure: 'left', count: 1, last: later(0) },
      ]);
    });
  });
}
