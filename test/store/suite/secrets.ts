import { beforeEach, describe, expect, test } from '@jest/globals';
import type { NewSecret } from '../../../src/store/secret-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { sealing, signer } from '../support/audit.js';
import { addParties, agreement, credential, OTHER_SCHOOL, PARTY, party, SCHOOL, school, token } from '../support/records.js';

const OLD = '0000000000000001';
const NEW = '0000000000000002';
const AT = '2026-10-01T08:00:00.000Z';

const bytes = (...of: number[]): Uint8Array => Uint8Array.from(of);

/** What is sealed, as lists of numbers. */
async function sealedIn(store: Store): Promise<Record<string, Record<string, number[]>>> {
  const { head: _head, changes: _changes, ...values } = await store.sealedValues();
  return Object.fromEntries(
    Object.entries(values).map(([kind, map]) => [kind, Object.fromEntries([...map].map(([id, value]) => [id, [...value]]))]),
  );
}

async function change(store: Store, more: Partial<NewSecret> = {}): Promise<NewSecret> {
  const { head, changes } = await store.sealedValues();
  return {
    head,
    changes,
    fingerprint: NEW,
    keys: new Map([['token hash', bytes(7, 7)]]),
    signer: signer(NEW),
    schoolKeys: new Map([[SCHOOL, bytes(21)]]),
    connections: new Map([['las', bytes(22)]]),
    credentials: new Map([['c1', bytes(23)]]),
    targets: new Map([['t1', bytes(24)]]),
    ...more,
  };
}

const BEFORE = { schoolKeys: { [SCHOOL]: [11] }, connections: { las: [12] }, credentials: { c1: [13] }, targets: { t1: [14] } };
const AFTER = { schoolKeys: { [SCHOOL]: [21] }, connections: { las: [22] }, credentials: { c1: [23] }, targets: { t1: [24] } };

export function secrets(context: StoreTest): void {
  describe('the secret that things are sealed under', () => {
    beforeEach(async () => {
      const { store } = context;
      await addParties(store);
      await store.addParty(party('las', { role: 'las', connection: bytes(12) }));
      await store.addAgreements([agreement('a1')], credential('c1', { party: 'las', sealed: bytes(13) }));
      await store.addAgreements([agreement('a2', { exchanges: ['leerlinggegevens'] })], credential('c2'));
      await store.addTarget({ id: 't1', party: 'las', kind: 'las', settings: bytes(14), createdAt: AT });
      await store.schoolKey(SCHOOL, bytes(11));
      await store.schoolKey(OTHER_SCHOOL, bytes(14));
      await store.destroySchoolKey(OTHER_SCHOOL, AT);
    });

    test('has no name before it was replaced, and all that is sealed is told, except destroyed keys', async () => {
      expect(await context.store.gatewayKeys()).toEqual({ keys: new Map() });
      expect(await context.store.directory()).not.toHaveProperty('secret');
      expect(await sealedIn(context.store)).toEqual(BEFORE);
    });

    test('is replaced as a whole, in the audit and under a new seal; another process sees it at once', async () => {
      const { store, open } = context;
      const other = await open();
      await other.directory();
      const { head } = await store.sealedValues();
      expect(await store.replaceSecret(await change(store))).toBe(true);
      expect(await sealedIn(store)).toEqual(AFTER);
      const { fingerprint, keys } = await other.gatewayKeys();
      expect([fingerprint, [...keys].map(([name, key]) => [name, [...key]])]).toEqual([NEW, [['token hash', [7, 7]]]]);
      expect((await other.directory()).secret).toBe(NEW);
      expect(await other.lastSeal()).toMatchObject({ seq: head.seq, key: NEW });
      expect((await other.audit({ limit: 1 })).items).toEqual([
        expect.objectContaining({ operation: 'secret.rotate', counts: { connections: 1, credentials: 1, schools: 1, targets: 1 } }),
      ]);
    });

    test('is replaced while others write what is not sealed: the new seal covers that too', async () => {
      const { store, open } = context;
      const other = await open();
      const prepared = await change(store);
      await other.addSchool(school('99ZZ'));
      await other.addAgreements([], credential('c6', { party: PARTY }));
      const { seq } = await other.auditHead();
      await store.replaceSecret(prepared);
      expect(await sealedIn(store)).toEqual(AFTER);
      expect(seq).toBeGreaterThan(prepared.head.seq);
      expect(await store.lastSeal()).toMatchObject({ seq, key: NEW });
    });

    test('is not replaced when the audit was sealed since its values were read: that seal would count no more', async () => {
      const { store, open } = context;
      const other = await open();
      other.useSecret(OLD, sealing(OLD));
      const prepared = await change(store);
      await other.addSchool(school('99ZZ'));
      await other.sealAudit();
      await expect(store.replaceSecret(prepared)).rejects.toMatchObject({ code: 'busy' });
      expect(await sealedIn(store)).toEqual(BEFORE);
      await store.replaceSecret(await change(store));
      expect(await sealedIn(store)).toEqual(AFTER);
    });

    test('is not replaced when somebody changed a value since its values were read, and nothing changes', async () => {
      const { store, open } = context;
      const prepared = await change(store);
      await (await open()).addParty(party('las-2', { role: 'las', connection: bytes(15) }));
      await expect(store.replaceSecret(prepared)).rejects.toMatchObject({ code: 'busy' });
      expect(await sealedIn(store)).toEqual({ ...BEFORE, connections: { las: [12], 'las-2': [15] } });
      expect(await store.gatewayKeys()).toEqual({ keys: new Map() });
    });

    test('is not replaced by half: one value that is not there undoes the rest', async () => {
      const { store } = context;
      const wrong = await change(store, { credentials: new Map([['c9', bytes(23)]]) });
      await expect(store.replaceSecret(wrong)).rejects.toMatchObject({ code: 'unknown' });
      expect(await sealedIn(store)).toEqual(BEFORE);
      expect(await store.lastSeal()).toBeUndefined();
      expect(await store.gatewayKeys()).toEqual({ keys: new Map() });
    });

    test('that was replaced lets who holds it write nothing that is sealed, nor act on the directory', async () => {
      const { store, open } = context;
      const other = await open();
      other.useSecret(OLD, sealing(OLD));
      await other.directory();
      await store.replaceSecret(await change(store));
      await store.addSchool(school('99ZZ'));
      const head = await other.auditHead();
      const sealed: readonly (() => Promise<unknown>)[] = [
        () => other.as('cli:proef').directory(),
        () => other.schoolKey('99ZZ', bytes(31)),
        () => other.addParty(party('las-3', { role: 'las', connection: bytes(32) })),
        () => other.addAgreements([], credential('c3', { sealed: bytes(33) })),
        () => other.replaceCredentials([credential('c4', { sealed: bytes(34) })], [], AT),
        () => other.sealAudit({ accept: true }),
        async () => other.replaceSecret(await change(store, { fingerprint: '0000000000000003' })),
      ];
      for (const write of sealed) await expect(write()).rejects.toMatchObject({ name: 'StoreError', code: 'secret' });
      expect(await sealedIn(store)).toEqual(AFTER);
      expect(await other.auditHead()).toEqual(head);
      // Hashes go on whatever the secret is.
      await other.addToken(token('t1'));
      await other.addAgreements([], credential('c5', { party: PARTY }));
    });

    test('that counts now lets who holds it write on', async () => {
      const { store, open } = context;
      await store.replaceSecret(await change(store));
      const other = await open();
      other.useSecret(NEW, sealing(NEW));
      await other.addSchool(school('99ZZ'));
      expect([...(await other.schoolKey('99ZZ', bytes(31)))]).toEqual([31]);
      expect([...(await store.schoolKey('99ZZ', bytes(32)))]).toEqual([31]);
      expect(await other.sealAudit({ accept: true })).toMatchObject({ number: 2 });
      await expect((await open()).addParty(party('las-4', { role: 'las', connection: bytes(33) }))).rejects.toMatchObject({
        code: 'secret',
      });
    });
  });
}
