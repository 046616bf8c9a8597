import { copyFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import type { AuditEntry } from '../../src/store/audit.js';
import type { AuditVerdict, AuditVerification } from '../../src/store/audit-chain.js';
import type { Store } from '../../src/store/store.js';
import { KeptHead, sealing, signer } from './support/audit.js';
import { Forger } from './support/forger.js';
import { OTHER_SCHOOL, SCHOOL } from './support/records.js';
import { inlinePlace } from './support/temporary.js';

const AT = '2025-10-01T08:00:00.000Z';
const LATER = '2025-11-01T08:00:00.000Z';
const NULLABLE = ['school', 'agreement', 'exchange', 'subject', 'fields'];
const { isGenuine } = signer();

function entry(index: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: AT,
    actor: 'client:dashboard',
    operation: 'learners.read',
    outcome: 'done',
    school: SCHOOL,
    agreement: `a${index}`,
    exchange: `e${index}`,
    subject: `s${index}`,
    counts: { learners: index },
    fields: ['leerlinggegevens/leerlingen/leerling/roepnaam'],
    ...more,
  };
}

/** What the gateway does itself: in the chain of no school. */
function own(index: number): AuditEntry {
  return { at: AT, actor: 'gateway', operation: 'roster.purge', outcome: 'done', counts: { learners: index } };
}

describe('an audit of twelve entries in three chains, sealed at the fourth, eighth and tenth, in a file that somebody else can write', () => {
  let place: Awaited<ReturnType<typeof inlinePlace>>;
  let store: Store;
  let forger: Forger;
  let outside: KeptHead;

  beforeEach(async () => {
    place = await inlinePlace();
    store = await place.open();
    outside = new KeptHead();
    store.useSecret('k', sealing('k', outside));
    await store.appendAudit([entry(1), own(2), entry(3), entry(4)]);
    await store.sealAudit();
    await store.appendAudit([entry(5), own(6), entry(7, { school: OTHER_SCHOOL }), entry(8)]);
    await store.sealAudit();
    await store.appendAudit([entry(9), entry(10, { school: OTHER_SCHOOL })]);
    await store.sealAudit();
    await store.appendAudit([entry(11), own(12)]);
    forger = new Forger(new SqliteDatabase(place.file));
  });

  afterEach(async () => {
    forger.db.close();
    await store.close();
    await place.remove();
  });

  const verify = (more: AuditVerification = {}): Promise<AuditVerdict> => store.verifyAudit({ isGenuine, ...more });
  const broken = async (more: AuditVerification = {}) => (await verify(more)).broken;

  test('is right as it is', async () => {
    const head = await store.auditHead();
    expect(await verify({ outside: outside.head! })).toEqual({
      entries: 12,
      first: 1,
      head,
      chains: 3,
      seals: 3,
      sealedTo: 10,
      seal: outside.head,
    });
    expect(outside.head).toMatchObject({ number: 3 });
    expect(head).toEqual({ seq: 12, hash: forger.hashAt(12) });
    expect(await broken({ expect: forger.hashAt(4) })).toBeUndefined();
    expect(await broken({ expect: outside.head!.hash })).toBeUndefined();
    expect(await broken({ expect: 'ab'.repeat(32) })).toEqual({ seq: 13, kind: 'cut' });
    await expect(store.checkAuditSeals()).resolves.toBeUndefined();
  });

  test('is found to be changed by a change of any column', async () => {
    const row = forger.db.prepare('SELECT * FROM audit WHERE seq = 5').get() as Readonly<Record<string, unknown>>;
    const { seq: _, ...columns } = row;
    for (const [name, value] of Object.entries(columns)) {
      const others = [null, typeof value === 'string' ? `${value}1` : typeof value === 'number' ? value + 1 : Buffer.alloc(32)];
      for (const other of others) {
        if (other === null && !NULLABLE.includes(name)) continue;
        forger.db.prepare(`UPDATE audit SET ${name} = ? WHERE seq = 5`).run(other);
        expect([name, await broken()]).toEqual([name, expect.objectContaining({ seq: 5, kind: 'changed' })]);
        forger.db.prepare(`UPDATE audit SET ${name} = ? WHERE seq = 5`).run(value);
      }
    }
    expect(await broken()).toBeUndefined();
  });

  test('is found to be changed when a list of fields is', async () => {
    forger.do("UPDATE audit_fields SET paths = 'leerlinggegevens/leerlingen/leerling/achternaam'");
    expect(await broken()).toEqual({ seq: 1, kind: 'changed', chain: SCHOOL });
  });

  test('is found to be changed when the hashes were made to fit again: by the first seal after it', async () => {
    forger.do("UPDATE audit SET actor = 'client:other' WHERE seq = 5").rechain();
    expect(await broken()).toEqual({ seq: 8, kind: 'seal wrong', seal: 2, chain: SCHOOL });
  });

  test('is found to lack one: also when the others moved up, and when all fits again', async () => {
    forger.do('DELETE FROM audit WHERE seq = 5');
    expect(await broken()).toEqual({ seq: 5, kind: 'missing' });
    forger.remove(5);
    expect(await broken()).toMatchObject({ seq: 5, kind: 'missing' });
    forger.rechain();
    expect(await broken()).toMatchObject({ seq: 8, kind: 'seal wrong', seal: 2 });
  });

  test('is found to lack one when all fits again and the seals after it are gone: by the seal outside', async () => {
    forger.remove(5).rechain().unseal(2);
    // Nothing in the database can tell: this is what the seal outside is for.
    expect(await broken()).toBeUndefined();
    expect(await broken({ outside: outside.head! })).toEqual({ seq: 5, kind: 'restored', seal: 2 });
    await expect(store.checkAuditSeals()).rejects.toMatchObject({ code: 'restored', message: expect.stringContaining('seal 3') });
    await expect(store.sealAudit()).rejects.toMatchObject({ code: 'restored' });
    expect(outside.head).toMatchObject({ number: 3 });
  });

  test('is found to have one too many', async () => {
    forger.insert(5, 4);
    expect(await broken()).toMatchObject({ seq: 5, kind: 'inserted' });
    forger.rechain();
    expect(await broken()).toMatchObject({ seq: 8, kind: 'seal wrong', seal: 2 });
  });

  test('is found to have a chain too many, of a school that had none', async () => {
    forger.insert(3, 1).do("UPDATE audit SET school = '99ZZ' WHERE seq = 3").rechain();
    expect(await broken()).toMatchObject({ seq: 4, kind: 'seal wrong', seal: 1 });
  });

  test('is found to lack a whole chain', async () => {
    forger.remove(10).remove(7).rechain().do(`DELETE FROM audit_heads WHERE chain = '${OTHER_SCHOOL}'`);
    expect(await broken()).toMatchObject({ seq: 8, kind: 'seal wrong', seal: 2 });
  });

  test.each([
    [5, 8],
    [3, 9],
    [6, 7],
  ])('is found to be out of order when %i and %i change places', async (one, other) => {
    forger.swap(one, other);
    expect(await broken()).toMatchObject({ seq: one, kind: 'reordered' });
    forger.rechain();
    expect(await broken()).toMatchObject({ kind: 'seal wrong' });
  });

  test('is found to lack its end: behind a seal always, with the seals by the one outside, after the last by a hash that was noted', async () => {
    const noted = forger.hashAt(12);
    forger.do('DELETE FROM audit WHERE seq > 10').rechain();
    expect(await broken({ outside: outside.head! })).toBeUndefined();
    expect(await broken({ expect: noted })).toEqual({ seq: 11, kind: 'cut' });
    forger.do('DELETE FROM audit WHERE seq > 8').rechain();
    expect(await broken()).toEqual({ seq: 9, kind: 'cut', seal: 3 });
    forger.unseal(3);
    expect(await broken()).toBeUndefined();
    expect(await broken({ outside: outside.head! })).toEqual({ seq: 9, kind: 'restored', seal: 3 });
  });

  test('is found to lack its beginning, also when the start of every chain was moved along, and an entry says that it was cut', async () => {
    forger.do('DELETE FROM audit WHERE seq < 5');
    expect(await broken()).toEqual({ seq: 1, kind: 'cut' });
    forger.do(`
      UPDATE audit_start SET seq = 4, hash = (SELECT previous FROM audit WHERE seq = 5);
      INSERT INTO audit_anchors VALUES ('${SCHOOL}', 4, (SELECT previous FROM audit WHERE seq = 5)), ('*', 2, (SELECT previous FROM audit WHERE seq = 6));
    `);
    expect(await broken()).toEqual({ seq: 5, kind: 'cut' });
    await store.appendAudit([{ ...own(0), operation: 'audit.cut', counts: { entries: 4, upTo: 4 } }]);
    forger.unseal(1).do(`DELETE FROM audit_seal_chain; UPDATE audit_seal_start SET number = 1, hash = zeroblob(32)`);
    expect(await broken({ outside: outside.head! })).toEqual({ seq: 5, kind: 'seal missing', seal: 1 });
  });

  test('with its oldest removed as the purge does it, but for the seal that only the secret makes, is told from a purge', async () => {
    await store.appendAudit([{ ...own(0), at: LATER }]);
    const copy = `${place.file}.copy.db`;
    forger.db.exec(`VACUUM INTO '${copy}'`);
    expect(await store.cutAudit('2025-10-15T00:00:00Z')).toBe(12);
    expect(await broken({ outside: outside.head! })).toBeUndefined();
    // Everything that the purge did, but with the seals of before.
    const before = new SqliteDatabase(copy, { readonly: true });
    const insert = forger.db.prepare('INSERT INTO audit_seal_chain VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    forger.do('DELETE FROM audit_seal_chain; UPDATE audit_seal_start SET number = 2');
    insert.run(...(Object.values(before.prepare('SELECT * FROM audit_seal_chain WHERE number = 3').get() as object) as unknown[]));
    const { previous } = before.prepare('SELECT previous FROM audit_seal_chain WHERE number = 3').get() as { previous: Buffer };
    forger.db.prepare('UPDATE audit_seal_start SET hash = ?').run(previous);
    before.close();
    expect(await broken()).toMatchObject({ kind: 'seal wrong', seal: 3 });
  });

  describe('and its seals', () => {
    test.each(['number', 'previous', 'at', 'seq', 'key', 'mac', 'front', 'heads'])(
      'are found to be changed by another %s',
      async (column) => {
        const value = forger.db.prepare(`SELECT ${column} FROM audit_seal_chain WHERE number = 2`).pluck().get();
        const other = typeof value === 'string' ? `${value} ` : typeof value === 'number' ? value + 10 : Buffer.alloc(32, 1);
        forger.db.prepare(`UPDATE audit_seal_chain SET ${column} = ? WHERE number = 2`).run(other);
        expect(await broken()).toMatchObject({ seal: 2 });
      },
    );

    test('are found to lack one in the middle, also when the later ones were given other numbers', async () => {
      forger.do('DELETE FROM audit_seal_chain WHERE number = 2');
      expect(await broken()).toEqual({ seq: 10, kind: 'seal missing', seal: 2 });
      forger.do('UPDATE audit_seal_chain SET number = 2 WHERE number = 3');
      expect(await broken()).toEqual({ seq: 10, kind: 'seal wrong', seal: 2 });
    });

    test('are found to lack the first', async () => {
      forger.do('DELETE FROM audit_seal_chain WHERE number = 1');
      expect(await broken()).toEqual({ seq: 8, kind: 'seal missing', seal: 1 });
    });

    test('are found to have one that was not made with the key', async () => {
      forger.do("INSERT INTO audit_seal_chain SELECT 4, previous, at, 12, key, x'aa', front, heads FROM audit_seal_chain WHERE number = 3");
      expect(await broken()).toEqual({ seq: 12, kind: 'seal wrong', seal: 4 });
      await expect(store.checkAuditSeals()).rejects.toMatchObject({ code: 'restored', message: expect.stringContaining('seal 4') });
    });

    test('are all gone: a gateway that ran tells, and so does the one outside', async () => {
      forger.unseal(1);
      expect(await broken({ outside: outside.head! })).toEqual({ seq: 1, kind: 'restored', seal: 1 });
      expect(await broken()).toBeUndefined();
      const run = { at: AT, actor: 'gateway', outcome: 'done' as const, counts: {} };
      await store.appendAudit([{ ...run, operation: 'gateway.start' }]);
      await store.appendAudit([{ ...run, operation: 'gateway.stop' }]);
      expect(await broken()).toEqual({ seq: 14, kind: 'seal wrong' });
    });

    test('are all gone, and the audit made again begins after the one that is kept outside: it does not go on from there', async () => {
      forger.remove(5).rechain().unseal(1);
      const { number, hash } = outside.head!;
      forger.do(`UPDATE audit_seal_start SET number = ${number}, hash = x'${hash}'`);
      expect(await broken({ outside: outside.head! })).toEqual({ seq: 1, kind: 'seal missing', seal: number });
      await expect(store.checkAuditSeals()).rejects.toMatchObject({ code: 'restored' });
      await expect(store.sealAudit()).rejects.toMatchObject({ code: 'restored' });
    });

    test.each(['sealed', 'cut'])(
      'are found to be gone also when that happens after they were checked, just before it is %s',
      async (done) => {
        // As a crash leaves it: it is moved along once all seals were found.
        outside.head = { number: 2, hash: (await store.lastSeal())!.previous };
        outside.write = async (head) => {
          outside.head = head;
          forger.unseal(1);
        };
        const goOn = done === 'sealed' ? store.sealAudit() : store.cutAudit(LATER);
        await expect(goOn).rejects.toMatchObject({ code: 'restored' });
        expect(await store.lastSeal()).toBeUndefined();
      },
    );

    test('are refused to go on when the one outside is of another time, or gone', async () => {
      outside.head = { number: 2, hash: 'ab'.repeat(32) };
      await expect(store.checkAuditSeals()).rejects.toMatchObject({
        code: 'restored',
        message: expect.stringMatching(/seal 2.*accept-restored/),
      });
      delete outside.head;
      await expect(store.checkAuditSeals()).rejects.toMatchObject({
        code: 'restored',
        message: expect.stringContaining('accept-restored'),
      });
      // Nor as if it were a first start, when the seals went along with it.
      await store.appendAudit([{ ...own(0), operation: 'gateway.start' }]);
      forger.unseal(1);
      await expect(store.checkAuditSeals()).rejects.toMatchObject({ code: 'restored' });
      expect(outside.head).toBeUndefined();
      expect(await store.sealAudit({ accept: true })).toEqual(outside.head);
      await expect(store.checkAuditSeals()).resolves.toBeUndefined();
    });
  });

  test('is found to be an older copy that was put back, which is right in itself', async () => {
    const kept = { ...outside.head! };
    const copy = await inlinePlace();
    forger.db.exec(`VACUUM INTO '${copy.file}.old'`);
    await store.sealAudit();
    expect(outside.head).toMatchObject({ number: kept.number + 1 });
    await copyFile(`${copy.file}.old`, copy.file);
    const old = await copy.open();
    old.useSecret('k', sealing('k', outside));
    expect((await old.verifyAudit({ isGenuine })).broken).toBeUndefined();
    expect((await old.verifyAudit({ isGenuine, outside: outside.head! })).broken).toEqual({ seq: 11, kind: 'restored', seal: 4 });
    await expect(old.checkAuditSeals()).rejects.toMatchObject({ code: 'restored' });
    await old.close();
    await copy.remove();
  });

  test('is found to have a table of heads that says something else, which the next entries would go on from', async () => {
    forger.do(`UPDATE audit_heads SET hash = zeroblob(32) WHERE chain = '${OTHER_SCHOOL}'`);
    expect(await broken()).toEqual({ seq: 10, kind: 'head wrong', chain: OTHER_SCHOOL });
  });

  test('lets nobody change or remove any of it by mistake', async () => {
    const untouched = await inlinePlace();
    const fresh = await untouched.open();
    fresh.useSecret('k', sealing());
    await fresh.appendAudit([entry(1), entry(2)]);
    await fresh.sealAudit();
    const db = new SqliteDatabase(untouched.file);
    const columns = 'version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash';
    for (const mistake of [
      'UPDATE audit SET outcome = outcome',
      'DELETE FROM audit WHERE seq = 1',
      'INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1',
      `INSERT INTO audit SELECT 12, ${columns} FROM audit WHERE seq = 1`,
      'UPDATE audit_start SET seq = 11',
      'UPDATE audit_start SET seq = -1',
      'DELETE FROM audit_start',
      'INSERT INTO audit_seals SELECT number, seq, mac, at, key, mac FROM audit_seal_chain',
      'DELETE FROM audit_heads',
      'DELETE FROM audit_anchors',
      'UPDATE audit_anchors SET seq = -1',
      'UPDATE audit_seal_chain SET at = at',
      'DELETE FROM audit_seal_chain',
      'INSERT INTO audit_seal_chain SELECT 9, previous, at, seq, key, mac, front, heads FROM audit_seal_chain',
      'UPDATE audit_seal_start SET number = -1',
      'DELETE FROM audit_seal_start',
    ]) {
      expect(() => db.exec(mistake)).toThrow('audit: ');
    }
    db.close();
    await fresh.close();
    await untouched.remove();
  });

  test('begins later when the oldest are removed, which it says itself, under a seal', async () => {
    const before = forger.hashAt(12);
    await store.appendAudit([{ ...own(0), at: LATER }]);
    expect(await store.as('cli:beheer').cutAudit('2025-10-15T00:00:00Z')).toBe(12);
    expect(await store.cutAudit('2025-10-15T00:00:00Z')).toBe(0);
    expect((await store.audit({ limit: 10 })).items.map(({ seq, operation, actor, counts }) => [seq, operation, actor, counts])).toEqual([
      [14, 'audit.cut', 'cli:beheer', { entries: 12, upTo: 12 }],
      [13, 'roster.purge', 'gateway', { learners: 0 }],
    ]);
    expect(await verify({ expect: before, outside: outside.head! })).toMatchObject({
      entries: 2,
      first: 13,
      seals: 1,
      seal: { number: 4 },
    });
    expect(await broken({ expect: before, outside: outside.head! })).toBeUndefined();
    expect(forger.db.prepare('SELECT count(*) FROM audit_fields').pluck().get()).toBe(0);
    // The chain of a school whose entries are all gone goes on.
    await store.appendAudit([entry(13, { at: LATER })]);
    await store.sealAudit();
    expect(await broken({ outside: outside.head! })).toBeUndefined();
    // Everything but what says so.
    await store.cutAudit('2999-01-01T00:00:00Z');
    expect(await verify({ outside: outside.head! })).toMatchObject({ entries: 1, first: 16 });
    expect(await broken({ outside: outside.head! })).toBeUndefined();
    await expect(store.cutAudit('one day')).rejects.toMatchObject({ code: 'unknown' });
  });

  test('cannot be cut without the secret, once it was sealed', async () => {
    const other = await place.open();
    await expect(other.cutAudit('2999-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'secret' });
    const run = (await other.startPurge(LATER))!;
    expect(await run.purge({ class: 'audit', before: '2999-01-01T00:00:00.000Z' }, () => false)).toBe(false);
    await run.finish({ at: LATER, outcome: 'done', held: [] });
    await other.close();
    expect(await verify()).toMatchObject({ entries: 12, first: 1 });
  });
});
