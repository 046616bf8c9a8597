import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import type { AuditEntry } from '../../src/store/audit.js';
import { type AuditVerification, NO_SEAL } from '../../src/store/audit-chain.js';
import type { Store } from '../../src/store/store.js';
import { KeptHead, sealing, signer } from './support/audit.js';
import { layEarlierAudit } from './support/earlier-audit.js';
import { Forger } from './support/forger.js';
import { OTHER_SCHOOL, SCHOOL } from './support/records.js';
import { inlinePlace, type SqlitePlace, sqlitePlace } from './support/temporary.js';

const AT = '2025-10-01T08:00:00.000Z';
const LATER = '2025-11-01T08:00:00.000Z';
const { isGenuine } = signer();

function entry(more: Partial<AuditEntry> = {}): AuditEntry {
  return { at: AT, actor: 'client:dashboard', operation: 'learners.read', outcome: 'done', counts: {}, ...more };
}

let place: SqlitePlace;
let store: Store;
let outside: KeptHead;

const open = async (): Promise<void> => {
  store = await place.open();
  store.useSecret('k', sealing('k', outside));
};
const broken = async (how: AuditVerification = {}) =>
  (await store.verifyAudit({ isGenuine, ...(outside.head && { outside: outside.head }), ...how })).broken;

beforeEach(() => {
  outside = new KeptHead();
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

describe('chains of an audit', () => {
  beforeEach(async () => {
    place = await inlinePlace();
    await open();
  });

  test('are one of each school, and one of what is of none', async () => {
    await store.appendAudit([entry(), entry({ school: SCHOOL }), entry({ school: OTHER_SCHOOL }), entry({ school: SCHOOL })]);
    const db = new SqliteDatabase(place.file, { readonly: true });
    const rows = db
      .prepare<[], { seq: number; previous: Buffer; hash: Buffer }>('SELECT seq, previous, hash FROM audit ORDER BY seq')
      .all();
    expect(db.prepare('SELECT chain, seq FROM audit_heads ORDER BY seq').raw().all()).toEqual([
      ['', 0],
      ['*', 1],
      [OTHER_SCHOOL, 3],
      [SCHOOL, 4],
    ]);
    db.close();
    const none = Buffer.alloc(32);
    expect(rows.map(({ previous }) => previous)).toEqual([none, none, none, rows[1]!.hash]);
    expect((await store.audit({ limit: 10 })).items.map(({ seq }) => seq)).toEqual([4, 3, 2, 1]);
  });

  test('are sealed together: those that went on since the seal before', async () => {
    expect(await store.sealAudit()).toBeUndefined();
    await store.appendAudit([entry(), entry({ school: SCHOOL })]);
    const first = await store.sealAudit();
    await store.appendAudit([entry({ school: OTHER_SCHOOL })]);
    expect(await store.sealAudit()).toEqual(outside.head);
    expect(await store.sealAudit()).toBeUndefined();
    const seal = (await store.lastSeal())!;
    expect(seal).toMatchObject({ number: 2, previous: first!.hash, seq: 3, key: 'k' });
    expect(JSON.parse(seal.heads)).toEqual([[OTHER_SCHOOL, 3, (await store.auditHead()).hash]]);
    expect(await broken()).toBeUndefined();
  });

  test('are sealed by two processes in turns, each after the seals of the other', async () => {
    const other = await place.open();
    other.useSecret('k', sealing('k', outside));
    for (let turn = 1; turn <= 3; turn++) {
      await store.appendAudit([entry()]);
      expect(await store.sealAudit()).toMatchObject({ number: 2 * turn - 1 });
      await other.appendAudit([entry({ school: SCHOOL })]);
      await Promise.all([store.sealAudit(), other.sealAudit()]);
      expect(outside.head).toMatchObject({ number: 2 * turn });
    }
    await other.close();
    expect(await broken()).toBeUndefined();
  });

  test('cannot be sealed without the secret', async () => {
    const other = await place.open();
    await other.appendAudit([entry()]);
    await expect(other.sealAudit()).rejects.toMatchObject({ code: 'secret' });
    await other.close();
  });

  test('that were sealed go on after a crash between a seal and its keeping outside, at the first seal as at any other', async () => {
    await store.checkAuditSeals();
    expect(outside.head).toEqual(NO_SEAL);
    for (let seals = 1; seals <= 3; seals++) {
      await store.appendAudit([entry({ school: SCHOOL })]);
      const before = outside.head!;
      await store.sealAudit();
      // As it is when the machine went down just before the file was written.
      outside.head = before;
      await store.close();
      await open();
      expect(await broken()).toBeUndefined();
      await expect(store.checkAuditSeals()).resolves.toBeUndefined();
      expect(outside.head).toMatchObject({ number: seals });
    }
    expect(await store.sealAudit()).toBeUndefined();
    await store.appendAudit([entry()]);
    expect(await store.sealAudit()).toMatchObject({ number: 4 });
    expect(outside.head).toMatchObject({ number: 4 });
  });

  test('that were cut go on after a crash between the cut and the keeping of its seal outside', async () => {
    await store.appendAudit([entry({ school: SCHOOL })]);
    await store.sealAudit();
    const first = outside.head!;
    await store.appendAudit([entry()]);
    await store.sealAudit();
    const before = outside.head!;
    // After a crash before, which left it behind by one: the cut takes both seals along.
    outside.head = first;
    let written = 0;
    outside.write = async (head) => {
      written += 1;
      // As it is when the machine goes down after the cut and before its seal is kept.
      if (written === 1) outside.head = head;
      else throw new Error('the machine went down');
    };
    await expect(store.cutAudit(LATER)).rejects.toThrow('the machine went down');
    expect(outside.head).toEqual(before);
    outside = new KeptHead(before);
    await store.close();
    await open();
    expect((await store.verifyAudit({ isGenuine })).first).toBe(3);
    await expect(store.checkAuditSeals()).resolves.toBeUndefined();
    expect(await broken()).toBeUndefined();
    await store.appendAudit([entry({ school: SCHOOL })]);
    await store.sealAudit();
    expect(await broken()).toBeUndefined();
  });

  test('go on from entries that were written where places have gaps, which none of their own may have', async () => {
    await store.appendAudit([entry({ school: SCHOOL }), entry(), entry({ school: SCHOOL })]);
    await store.close();
    const forger = new Forger(new SqliteDatabase(place.file));
    // As they come from a database with many writers.
    forger.do('UPDATE audit SET version = 3, seq = seq + 10 WHERE seq = 3; UPDATE audit SET version = 3, seq = 5 WHERE seq = 2').rechain();
    await open();
    await store.appendAudit([entry({ school: SCHOOL }), entry()]);
    await store.sealAudit();
    expect((await store.audit({ limit: 10 })).items.map(({ seq }) => seq)).toEqual([15, 14, 13, 5, 1]);
    expect(await broken()).toBeUndefined();
    forger.do('UPDATE audit SET seq = 16 WHERE seq = 15').rechain();
    forger.db.close();
    expect(await broken()).toMatchObject({ seq: 15, kind: 'missing' });
  });

  test('are cut by a purge, under a seal, when nothing is held', async () => {
    await store.appendAudit([entry({ school: SCHOOL }), entry()]);
    await store.sealAudit();
    await store.appendAudit([entry({ at: LATER })]);
    const run = (await store.startPurge(LATER))!;
    expect(await run.purge({ class: 'audit', before: LATER }, () => false)).toBe(true);
    expect((await run.finish({ at: LATER, outcome: 'done', held: [] })).lines).toMatchObject([{ removed: { entries: 2 } }]);
    expect((await store.verifyAudit({ isGenuine })).first).toBe(3);
    expect(outside.head).toMatchObject({ number: 2 });
    expect(await broken()).toBeUndefined();
  });
});

describe('an audit of before there was a chain of each school, sealed twice', () => {
  let forger: Forger;

  beforeEach(async () => {
    place = await sqlitePlace();
    layEarlierAudit(place.directory, 4, AT);
    await open();
    forger = new Forger(new SqliteDatabase(place.file));
  });
  afterEach(() => {
    forger.db.close();
  });

  const goOn = async (): Promise<void> => {
    await store.appendAudit([entry({ school: SCHOOL, at: LATER }), entry({ at: LATER })]);
    await store.sealAudit();
  };

  test('is right as it is, and so are the chains that begin after it, which go on from its last entry', async () => {
    expect(await store.verifyAudit({ isGenuine })).toMatchObject({ entries: 4, seals: 0, earlierSeals: 2, sealedTo: 3, chains: 1 });
    const last = forger.hashAt(4);
    await goOn();
    expect(await store.verifyAudit({ isGenuine, outside: outside.head! })).toMatchObject({
      entries: 6,
      seals: 1,
      earlierSeals: 2,
      sealedTo: 6,
      chains: 3,
    });
    expect(await broken()).toBeUndefined();
    const previous = forger.db.prepare<[], Buffer>('SELECT previous FROM audit WHERE seq > 4').pluck().all();
    expect(previous.map((bytes) => bytes.toString('hex'))).toEqual([last, last]);
    expect(await broken({ expect: forger.hashAt(2) })).toBeUndefined();
  });

  test.each<[string, (forger: Forger) => unknown, object]>([
    ['an entry was changed', (one) => one.do("UPDATE audit SET actor = 'unknown' WHERE seq = 2"), { seq: 2, kind: 'changed', chain: '' }],
    ['one was removed', (one) => one.remove(2), { seq: 2, kind: 'missing' }],
    ['one was removed and all fits again', (one) => one.remove(2).rechain(), { seq: 3, kind: 'seal wrong' }],
    [
      'the last one was changed and all fits again',
      (one) => one.do("UPDATE audit SET actor = 'unknown' WHERE seq = 4").rechain(),
      { seal: 1 },
    ],
    ['a seal of then is gone', (one) => one.do('DELETE FROM audit_seals WHERE seq = 1'), { seq: 6, kind: 'seal wrong', seal: 1 }],
    ['all seals of then are gone', (one) => one.do('DELETE FROM audit_seals'), { seq: 6, kind: 'seal wrong', seal: 1 }],
    ['a seal of then was changed', (one) => one.do("UPDATE audit_seals SET mac = x'bb' WHERE seq = 3"), { seq: 3, kind: 'seal wrong' }],
    [
      'one was added to it',
      (one) => one.do('UPDATE audit SET version = 1 WHERE seq = 6').rechain(),
      { seq: 6, kind: 'inserted', chain: '' },
    ],
  ])('is found out when %s, once there are chains after it', async (_, forge, found) => {
    await goOn();
    forge(forger);
    expect(await broken()).toMatchObject(found);
  });

  test('is cut like any other: in the middle, and as a whole with its seals', async () => {
    await goOn();
    const middle = new Date(Date.parse(AT) + 1).toISOString();
    expect(await store.cutAudit(middle)).toBe(4);
    expect(await broken()).toBeUndefined();
    await store.appendAudit([entry({ school: OTHER_SCHOOL, at: '2025-12-01T08:00:00.000Z' })]);
    expect(await store.cutAudit('2025-11-15T08:00:00.000Z')).toBe(2);
    await store.sealAudit();
    expect(await broken()).toBeUndefined();
    expect(forger.db.prepare('SELECT count(*) FROM audit_seals').pluck().get()).toBe(0);
    expect(await store.verifyAudit({ isGenuine, outside: outside.head! })).toMatchObject({ first: 7 });
  });
});
