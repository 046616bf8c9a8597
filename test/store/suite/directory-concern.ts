import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery, Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addReceivers, LAS } from '../support/outbox.js';
import {
  addParties,
  agreement,
  credential,
  delivery,
  OTHER_PARTY,
  OTHER_SCHOOL,
  PARTY,
  party,
  resultRow,
  SCHOOL,
  school,
  slice,
  slices,
  token,
} from '../support/records.js';
import { signalIntake, signalRow } from '../support/signals.js';

const AT = '2026-03-01T08:00:00.000Z';
const BY = { agreement: 'a1', credential: 'c1' };

type Change = (store: Store) => Promise<unknown>;

const target = (id: string, of: string) => ({ id, party: of, kind: 'files' as const, settings: new Uint8Array(), createdAt: AT });
const clientKey = (id: string, of: string) => ({ id, party: of, kind: 'secret' as const, value: '00', from: AT });

const CONCERNS: Readonly<Record<string, Change>> = {
  'its key is revoked': (store) => store.revokeCredential('c1', AT),
  'its key is replaced': (store) => store.replaceCredentials([credential('c9')], ['c1'], AT),
  'its agreement ends': (store) => store.endAgreement('a1', AT),
  'its agreement is replaced': (store) => store.replaceAgreement('a1', agreement('a9', { from: AT }), AT),
  'its school agrees with another party': (store) => store.addAgreements([agreement('a9', { party: OTHER_PARTY })], undefined),
  'an agreement of its school with a receiver ends': (store) => store.endAgreement('a2', AT),
  'its school is paused': (store) => store.pauseSchool(SCHOOL, AT),
  'its school is held': (store) => store.holdSchool(SCHOOL, AT),
  'the aliases of its school rotate': (store) => store.rotateAliases(SCHOOL, AT, AT),
  'its party changes': (store) => store.changeParty(PARTY, { policy: 'tolerant' }),
  'its party needs a certificate': (store) => store.setCertificates(PARTY, { fingerprints: ['ab'] }),
  'a party comes whose klantcode is the same but for white space': (store) => store.addParty(party(`${PARTY} `)),
  'a target is added that its results go to': (store) => store.addTarget(target('t9', LAS)),
  'a target ends that its results go to': (store) => store.endTarget('las', AT),
  'its party gets a token': (store) => store.addToken(token('t9', { client: PARTY })),
  'a client key of its party is revoked': (store) => store.revokeClientKey('k1', AT),
};

const CONCERNS_OTHERS: Readonly<Record<string, Change>> = {
  'a school is added': (store) => store.addSchool(school('99ZZ')),
  'another school is paused': (store) => store.pauseSchool(OTHER_SCHOOL, AT),
  'another school agrees with another party, and its party gets a key for that school': (store) =>
    store.addAgreements([agreement('a9', { school: OTHER_SCHOOL, party: OTHER_PARTY })], credential('c9', { schools: [OTHER_SCHOOL] })),
  'an agreement of its party with another school ends': (store) => store.endAgreement('a3', AT),
  'another key of its party is revoked': (store) => store.revokeCredential('c2', AT),
  'a party is added': (store) => store.addParty(party('derde-uitgever')),
  'another party changes': (store) => store.changeParty(OTHER_PARTY, { policy: 'tolerant' }),
  'a key of another party is revoked': (store) => store.revokeCredential('c3', AT),
  'another party gets a token': (store) => store.addToken(token('t9', { client: OTHER_PARTY })),
  'a client key of another party is revoked': (store) => store.revokeClientKey('k2', AT),
  'a party without an agreement with its school gets a target': (store) => store.addTarget(target('t9', OTHER_PARTY)),
};

const several = [slice([resultRow('r1')]), slice([resultRow('r2')])];

/** A change of the directory concerns a message that is in work, or it does not. */
export function directoryConcern(context: StoreTest): void {
  describe('a message that was allowed before the directory changed', () => {
    let version: number;

    beforeEach(async () => {
      const { store } = context;
      await addParties(store);
      await addReceivers(store);
      await store.addAgreements([agreement('a1')], credential('c1'));
      await store.addAgreements([agreement('a2', { party: LAS })], undefined);
      await store.addAgreements([agreement('a3', { school: OTHER_SCHOOL })], credential('c2', { schools: [OTHER_SCHOOL] }));
      await store.addAgreements([], credential('c3', { party: OTHER_PARTY }));
      await store.addClientKey(clientKey('k1', PARTY));
      await store.addClientKey(clientKey('k2', OTHER_PARTY));
      ({ version } = await store.directory());
    });

    const message = (id: string, more: Partial<Delivery> = {}) => ({ ...delivery(id, { exchange: BY }), directory: version, ...more });

    test.each(Object.entries(CONCERNS))('is not stored when %s', async (_, change) => {
      const { store } = context;
      await change(store);
      expect(await store.commit(message('e1'))).toEqual({ kind: 'directory-changed' });
      expect(await store.commit(message('e2', { slices: several }))).toEqual({ kind: 'directory-changed' });
      expect(await store.commit(message('e3', { directory: (await store.directory()).version }))).toMatchObject({ kind: 'stored' });
    });

    test.each(Object.entries(CONCERNS_OTHERS))('is stored when %s', async (_, change) => {
      const { store } = context;
      await change(store);
      expect((await store.directory()).version).toBeGreaterThan(version);
      expect(await store.commit(message('e1'))).toMatchObject({ kind: 'stored' });
      expect(await store.commit(message('e2', { slices: several }))).toMatchObject({ kind: 'stored' });
    });

    test('without a key that is written down, as over REST, is not stored when any key of its party changes', async () => {
      const { store } = context;
      const posted = (id: string) => ({ ...delivery(id, { exchange: { agreement: 'a1' } }), directory: version });
      await store.revokeCredential('c3', AT);
      expect(await store.commit(posted('e1'))).toMatchObject({ kind: 'stored' });
      await store.revokeCredential('c2', AT);
      expect(await store.commit(posted('e2'))).toEqual({ kind: 'directory-changed' });
    });

    test('is stored in one go while fifty other schools come, with their keys', async () => {
      const { store } = context;
      async function come(number: number): Promise<void> {
        const id = `99${number}`;
        await store.addSchool(school(id));
        await store.addAgreements([agreement(`b${number}`, { school: id })], credential(`d${number}`, { schools: [id] }));
      }
      const large = message('e1', { slices: slices('r', 300, 10) });
      const coming = Promise.all(Array.from({ length: 50 }, (_, number) => come(10 + number)));
      expect(await store.commit(large)).toEqual({ kind: 'stored', results: 300, revised: 0 });
      await coming;
      expect(await store.commit(message('e2', { slices: slices('s', 300, 10) }))).toEqual({ kind: 'stored', results: 300, revised: 0 });
      await store.revokeCredential('c1', AT);
      expect(await store.commit(message('e3'))).toEqual({ kind: 'directory-changed' });
    });

    test('of another store is not stored: its directory went further than this one', async () => {
      expect(await context.store.commit(message('e1', { directory: version + 1 }))).toEqual({ kind: 'directory-changed' });
    });

    test('and brings signals is judged the same way', async () => {
      const { store } = context;
      const bring = (id: string) => {
        const intake = signalIntake([signalRow(id)], { directory: version });
        return store.goals.signals.takeSignals({ ...intake, exchange: { ...intake.exchange, ...BY } });
      };
      await store.pauseSchool(OTHER_SCHOOL, AT);
      expect(await bring('s1')).toMatchObject({ kind: 'stored' });
      await store.endAgreement('a1', AT);
      expect(await bring('s2')).toEqual({ kind: 'directory-changed' });
    });
  });
}
