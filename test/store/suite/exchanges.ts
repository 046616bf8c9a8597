import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ExchangeQuery } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { idsOf } from '../support/reading.js';
import { addParties, delivery, exchange, OTHER_SCHOOL, PARTY, SCHOOL } from '../support/records.js';

export function exchanges(context: StoreTest): void {
  describe('exchange records', () => {
    beforeEach(() => addParties(context.store));

    test('of a refused message hold as much as is known of it', async () => {
      const { store } = context;
      const bare = exchange('e1', { faultCode: 'Client.Autorisatie' });
      const full = exchange('e2', { party: PARTY, school: SCHOOL, version: '2.3', policy: 'tolerant', digest: 'ab', createdAtNs: -5n });
      await store.record(bare);
      await store.record(full);
      expect(await store.exchange('e1')).toEqual({ ...bare, strips: [] });
      expect(await store.exchange('e2')).toEqual({ ...full, strips: [] });
      expect(await store.exchange('e3')).toBeUndefined();
    });

    test('are found from a moment on, newest first', async () => {
      const { store } = context;
      const at = (id: string, receivedAt: string) => store.record(exchange(id, { receivedAt, party: PARTY }));
      await at('e1', '2026-02-01T09:00:00.000Z');
      await at('e2', '2026-02-01T10:00:00.000Z');
      await at('e3', '2026-02-01T11:00:00.000Z');
      const since = async (moment: string, more: Partial<ExchangeQuery> = {}) =>
        (await store.exchanges({ since: moment, limit: 10, ...more })).items.map(({ id }) => id);
      expect(await since('2026-02-01T10:00:00.000Z')).toEqual(['e3', 'e2']);
      expect(await since('2026-02-01T10:00:00.000Z', { party: PARTY, limit: 1 })).toEqual(['e3']);
      expect(await since('2999-01-01T00:00:00.000Z')).toEqual([]);
    });

    test('of strangers are brief, have no entry in the audit, and the oldest goes for a new one', async () => {
      const { store } = context;
      const before = (await store.audit({ limit: 1000 })).items.length;
      const [first] = [exchange('b0', { brief: true, faultCode: 'Client.OngeldigBericht' })];
      await store.record(first!);
      await store.record(exchange('e1'));
      expect(await store.exchange('b0')).toEqual({ ...first, strips: [] });
      for (let n = 1; n <= 10_000; n += 500) {
        await Promise.all(Array.from({ length: 500 }, (_, more) => store.record(exchange(`b${n + more}`, { brief: true }))));
      }
      expect(await Promise.all(['b0', 'b1', 'b10000', 'e1'].map(async (id) => (await store.exchange(id))?.id))).toEqual([
        undefined,
        'b1',
        'b10000',
        'e1',
      ]);
      expect((await store.audit({ limit: 1000 })).items).toHaveLength(before + 1);
    });

    test('hold whose data went out and what was left out of them', async () => {
      const { store } = context;
      const strips = [
        { path: 'leerlinggegevens_antwoord/leerlingen/leerling/roepnaam', rule: 'not-in-profile', count: 3 },
        { path: 'leerlinggegevens_antwoord/leerlingen/leerling/bsn', rule: 'not-in-profile', count: 2 },
      ];
      const record = exchange('e1', { school: SCHOOL, operation: 'HaalLeerlinggegevens', outcome: 'accepted', learnerCount: 3, strips });
      await store.record(record);
      expect(await store.exchange('e1')).toEqual(record);
    });

    test('are listed newest first, page by page', async () => {
      const { store } = context;
      for (const id of ['e1', 'e2', 'e3', 'e4', 'e5']) await store.record(exchange(id));
      const page = await store.exchanges({ limit: 3 });
      await store.record(exchange('e6'));
      const rest = await store.exchanges({ limit: 3, cursor: page.next! });
      expect(idsOf([...page.items, ...rest.items])).toEqual(['e5', 'e4', 'e3', 'e2', 'e1']);
      expect(rest).not.toHaveProperty('next');
    });

    test('are counted per agreement that they went under, without those that were refused; older ones without one', async () => {
      const { store } = context;
      const moved = { party: PARTY, school: SCHOOL, outcome: 'accepted', operation: 'HaalLeerlingen' } as const;
      const at = (day: number) => `2026-03-0${day}T09:00:00.000Z`;
      await store.record(exchange('e1', { ...moved, agreement: 'a1', receivedAt: at(1) }));
      await store.record(exchange('e2', { ...moved, agreement: 'a2', receivedAt: at(3) }));
      await store.record(exchange('e3', { ...moved, agreement: 'a2', receivedAt: at(4), outcome: 'refused' }));
      await store.record(exchange('e4', { ...moved, agreement: 'a2', receivedAt: at(5) }));
      await store.record(exchange('e5', { ...moved, agreement: 'a1', receivedAt: at(4), school: OTHER_SCHOOL }));
      await store.record(exchange('e6', { ...moved, receivedAt: at(6) }));
      const of = { operation: 'HaalLeerlingen', party: PARTY };
      expect(await store.exchangeActivity(SCHOOL)).toEqual([
        { ...of, count: 1, last: at(6) },
        { ...of, agreement: 'a1', count: 1, last: at(1) },
        { ...of, agreement: 'a2', count: 2, last: at(5) },
      ]);
    });

    test('are found by school, party and outcome', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { content: 'same' }));
      await store.commit(delivery('e2', { content: 'same' }));
      await store.record(exchange('e3'));
      await store.record(exchange('e4', { party: PARTY }));
      await store.record(exchange('e5', { party: PARTY, school: SCHOOL }));
      await store.commit(delivery('e6', { school: OTHER_SCHOOL }));
      const found = async (query: Partial<ExchangeQuery>) => idsOf((await store.exchanges({ limit: 10, ...query })).items).join(' ');
      expect(await found({})).toBe('e6 e5 e4 e3 e2 e1');
      expect(await found({ school: SCHOOL })).toBe('e5 e2 e1');
      expect(await found({ party: PARTY })).toBe('e6 e5 e4 e2 e1');
      expect(await found({ outcome: 'accepted' })).toBe('e6 e1');
      expect(await found({ outcome: 'repeated' })).toBe('e2');
      expect(await found({ outcome: 'refused' })).toBe('e5 e4 e3');
      expect(await found({ outcome: 'refused', school: SCHOOL, party: PARTY })).toBe('e5');
      expect(await found({ outcome: 'accepted', school: OTHER_SCHOOL })).toBe('e6');
    });
  });
}
