import { describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { addParties, agreement, credential, OTHER_SCHOOL, PARTY, party, SCHOOL, school, token } from '../support/records.js';

const NOVEMBER = '2025-11-01T00:00:00.000Z';
const DECEMBER = '2025-12-01T00:00:00.000Z';

export function directory(context: StoreTest): void {
  describe('directory', () => {
    test('gives back what was added', async () => {
      const { store } = context;
      const las = party('verzonnen-las', {
        role: 'las',
        endpoint: 'https://las.example/soap',
        version: '2.3',
        acceptStale: true,
        knownLearnersOnly: true,
        connection: Buffer.of(0, 255, 128),
      });
      const ours = credential('c2', { party: 'verzonnen-las', sealed: Buffer.of(0, 255, 10) });
      const agreements = [
        agreement('a1', { infourl: { keep: 'hosts', hosts: ['toets.example'] }, until: '2026-08-01T00:00:00.000Z' }),
        agreement('a2', { party: 'verzonnen-las', exchanges: ['leerlinggegevens', 'leerresultaten'], fields: ['leerlinggegevens/school'] }),
        agreement('a3', { exchanges: ['rest'], scopes: ['results:read'] }),
      ];
      await store.addSchool(school(SCHOOL));
      await store.addParty(party(PARTY));
      await store.addParty(las);
      await store.addAgreements(agreements, credential('c1'));
      await store.addAgreements([], ours);
      await store.addToken(token('t1'));
      const { school: _, ...anywhere } = token('t2', { role: 'operator' });
      await store.addToken(anywhere);
      const ofTeacher = token('t3', { role: 'teacher', teacher: 'id-in-the-roster' });
      await store.addToken(ofTeacher);

      const found = await store.directory();
      expect([...found.schools.values()]).toEqual([school(SCHOOL)]);
      expect([...found.parties]).toEqual([
        [PARTY, party(PARTY)],
        ['verzonnen-las', las],
      ]);
      expect(found.agreements.all()).toEqual(agreements);
      expect(found.credentials.all()).toEqual([credential('c1'), ours]);
      expect(found.tokens.all()).toEqual([token('t1'), anywhere, ofTeacher]);
    });

    test('refuses what is there already', async () => {
      const { store } = context;
      await addParties(store);
      await store.addAgreements([agreement('a1')], credential('c1'));
      await store.addToken(token('t1'));
      const duplicate = { code: 'duplicate' };
      await expect(store.addSchool(school(SCHOOL))).rejects.toMatchObject(duplicate);
      await expect(store.addParty(party(PARTY))).rejects.toMatchObject(duplicate);
      await expect(store.addAgreements([agreement('a1')], undefined)).rejects.toMatchObject(duplicate);
      await expect(store.addToken(token('t1'))).rejects.toMatchObject(duplicate);
    });

    test('refuses what refers to an unknown school or party, and keeps no half of it', async () => {
      const { store } = context;
      await addParties(store);
      const before = await store.directory();
      const unknown = { code: 'unknown' };
      await expect(store.addAgreements([agreement('a1'), agreement('a2', { school: '99ZZ' })], undefined)).rejects.toMatchObject(unknown);
      await expect(store.addAgreements([agreement('a1')], credential('c1', { schools: ['99ZZ'] }))).rejects.toMatchObject(unknown);
      await expect(store.addAgreements([agreement('a1')], credential('c1', { party: 'niemand' }))).rejects.toMatchObject(unknown);
      await expect(store.addToken(token('t1', { school: '99ZZ' }))).rejects.toMatchObject(unknown);
      await expect(store.endAgreement('a1', '2025-11-01T00:00:00.000Z')).rejects.toMatchObject(unknown);
      expect(await store.directory()).toEqual(before);
    });

    test('ends an agreement once', async () => {
      const { store } = context;
      await addParties(store);
      await store.addAgreements([agreement('a1'), agreement('a2', { school: OTHER_SCHOOL })], undefined);
      await store.endAgreement('a1', '2025-11-01T00:00:00.000Z');
      await store.endAgreement('a1', '2025-12-01T00:00:00.000Z');
      const { agreements } = await store.directory();
      expect(agreements.all()).toEqual([
        agreement('a1', { endedAt: '2025-11-01T00:00:00.000Z' }),
        agreement('a2', { school: OTHER_SCHOOL }),
      ]);
    });

    test('ends keys and tokens once, by themselves', async () => {
      const { store } = context;
      await addParties(store);
      await store.addAgreements([], credential('c1'));
      await store.addAgreements([], credential('c2'));
      await store.addToken(token('t1', { until: '2026-08-01T00:00:00.000Z' }));
      await store.addToken(token('t2'));
      const jwk = { id: 'k1', party: PARTY, kind: 'jwk', value: '{"kty":"OKP"}', from: NOVEMBER } as const;
      await store.addClientKey(jwk);
      await store.addClientKey({ ...jwk, id: 'k2', kind: 'secret', value: 'abc', until: DECEMBER });
      for (const at of [NOVEMBER, DECEMBER]) {
        await store.revokeCredential('c1', at);
        await store.revokeToken('t1', at);
        await store.revokeClientKey('k1', at);
      }
      const { credentials, tokens, clientKeys } = await store.directory();
      expect(credentials.all()).toEqual([credential('c1', { revokedAt: NOVEMBER }), credential('c2')]);
      expect(tokens.all()).toEqual([token('t1', { until: '2026-08-01T00:00:00.000Z', revokedAt: NOVEMBER }), token('t2')]);
      expect(clientKeys.all()).toEqual([
        { ...jwk, revokedAt: NOVEMBER },
        { ...jwk, id: 'k2', kind: 'secret', value: 'abc', until: DECEMBER },
      ]);
      const unknown = { code: 'unknown' };
      await expect(store.revokeCredential('c9', NOVEMBER)).rejects.toMatchObject(unknown);
      await expect(store.revokeToken('t9', NOVEMBER)).rejects.toMatchObject(unknown);
      await expect(store.revokeClientKey('k9', NOVEMBER)).rejects.toMatchObject(unknown);
      await expect(store.addClientKey({ ...jwk, id: 'k3', party: 'niemand' })).rejects.toMatchObject(unknown);
    });

    test('replaces keys, which end later unless they end sooner already, and all of them or none', async () => {
      const { store } = context;
      await addParties(store);
      await store.addAgreements([], credential('c1'));
      await store.addAgreements([], credential('c2', { until: NOVEMBER }));
      await store.replaceCredentials([credential('c3'), credential('c4')], ['c1', 'c2'], DECEMBER);
      const after = [credential('c1', { until: DECEMBER }), credential('c2', { until: NOVEMBER }), credential('c3'), credential('c4')];
      expect((await store.directory()).credentials.all()).toEqual(after);
      await expect(store.replaceCredentials([credential('c5')], ['c3', 'c9'], DECEMBER)).rejects.toMatchObject({ code: 'unknown' });
      await expect(store.replaceCredentials([credential('c4')], ['c3'], DECEMBER)).rejects.toMatchObject({ code: 'duplicate' });
      expect((await store.directory()).credentials.all()).toEqual(after);
    });

    test('pauses and holds a school since the first time that somebody said so, until somebody says otherwise', async () => {
      const { store } = context;
      await addParties(store);
      const found = async () => (await store.directory()).schools.get(SCHOOL);
      for (const at of [NOVEMBER, DECEMBER]) {
        await store.pauseSchool(SCHOOL, at);
        await store.holdSchool(SCHOOL, at);
      }
      expect(await found()).toEqual({ ...school(SCHOOL), pausedAt: NOVEMBER, heldSince: NOVEMBER });
      expect((await store.directory()).schools.get('99XX')).toEqual(school('99XX'));
      await store.pauseSchool(SCHOOL, undefined);
      expect(await found()).toEqual({ ...school(SCHOOL), heldSince: NOVEMBER });
      await store.holdSchool(SCHOOL, undefined);
      expect(await found()).toEqual(school(SCHOOL));
      await expect(store.pauseSchool('99ZZ', NOVEMBER)).rejects.toMatchObject({ code: 'unknown' });
      await expect(store.holdSchool('99ZZ', undefined)).rejects.toMatchObject({ code: 'unknown' });
    });

    test('keeps which certificates a party may come with', async () => {
      const { store } = context;
      await addParties(store);
      const certificates = { oin: '00000001234567890000', fingerprints: ['ab'.repeat(32)] };
      await store.setCertificates(PARTY, certificates);
      expect((await store.directory()).parties.get(PARTY)).toEqual(party(PARTY, { certificates }));
      await store.setCertificates(PARTY, undefined);
      expect((await store.directory()).parties.get(PARTY)).toEqual(party(PARTY));
      await expect(store.setCertificates('niemand', certificates)).rejects.toMatchObject({ code: 'unknown' });
    });

    test('is the same snapshot until something changes, in this store or in another one', async () => {
      const { store } = context;
      const other = await context.open();
      await store.addSchool(school(SCHOOL));
      const first = await store.directory();
      expect(await store.directory()).toBe(first);

      await other.addParty(party(PARTY));
      const second = await store.directory();
      expect(second.version).toBeGreaterThan(first.version);
      expect(second.parties.get(PARTY)).toEqual(party(PARTY));
      expect(first.parties.size).toBe(0);
    });

    test('keeps the first key of a school, whoever asks', async () => {
      const { store } = context;
      const other = await context.open();
      await addParties(store);
      const key = await store.schoolKey(SCHOOL, Uint8Array.of(1, 2, 3));
      expect([...key]).toEqual([1, 2, 3]);
      expect([...(await store.schoolKey(SCHOOL, Uint8Array.of(9)))]).toEqual([1, 2, 3]);
      expect([...(await other.schoolKey(SCHOOL, Uint8Array.of(8)))]).toEqual([1, 2, 3]);
      await expect(store.schoolKey('99ZZ', Uint8Array.of(1))).rejects.toMatchObject({ code: 'unknown' });
    });
  });
}
