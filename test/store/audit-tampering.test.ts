import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { AuditSeal, AuditVerdict } from '../../src/store/audit-chain.js';
import { auditHash } from '../../src/store/sqlite/audit-hash.js';
import type { AuditRead } from '../../src/store/sqlite/audit-reader.js';
import type { Store } from '../../src/store/store.js';
import { SCHOOL } from './support/records.js';
import { sqlitePlace } from './support/temporary.js';

const AT = '2025-10-01T08:00:00.000Z';
/** Stands for a MAC under a key that a forger has not. */
const isGenuine = (seal: AuditSeal): boolean => seal.mac === 'aa';

const NULLABLE = ['school', 'agreement', 'exchange', 'subject', 'fields'];

/** Who can write the file can drop the triggers too. */
const DROP_TRIGGERS = ['insert', 'update', 'delete', 'start_update', 'start_delete', 'seals_update', 'seals_delete']
  .map((name) => `DROP TRIGGER audit_${name};`)
  .join('\n');

describe('an audit of ten entries, sealed at the eighth, in a file that somebody else can write', () => {
  let place: Awaited<ReturnType<typeof sqlitePlace>>;
  let store: Store;
  let db: Database;

  beforeEach(async () => {
    place = await sqlitePlace();
    store = await place.open();
    const entries = Array.from({ length: 8 }, (_, index) => ({
      at: AT,
      actor: 'client:dashboard',
      operation: 'learners.read',
      outcome: 'done' as const,
      school: SCHOOL,
      agreement: `a${index}`,
      exchange: `e${index}`,
      subject: `s${index}`,
      counts: { learners: index },
      fields: ['leerlinggegevens/leerlingen/leerling/roepnaam'],
    }));
    await store.appendAudit(entries);
    await store.sealAudit({ ...(await store.auditHead()), at: AT, key: 'k', mac: 'aa' });
    await store.appendAudit(entries.slice(0, 2));
    db = new SqliteDatabase(place.file);
    db.pragma('foreign_keys = OFF');
  });

  afterEach(async () => {
    db.close();
    await store.close();
    await place.remove();
  });

  const verify = (more: { readonly expect?: string } = {}): Promise<AuditVerdict> => store.verifyAudit({ isGenuine, ...more });
  const forge = (sql: string): void => {
    db.exec(`${DROP_TRIGGERS}\n${sql}`);
  };
  const hashAt = (seq: number): string =>
    db.prepare<[number], Buffer>('SELECT hash FROM audit WHERE seq = ?').pluck().get(seq)!.toString('hex');

  /** Makes every hash fit again from a row on, as a forger would who knows how. */
  const rehash = (from: number): void => {
    const set = db.prepare('UPDATE audit SET previous = ?, hash = ? WHERE seq = ?');
    let previous =
      db
        .prepare<[number], Buffer>('SELECT hash FROM audit WHERE seq = ?')
        .pluck()
        .get(from - 1) ?? Buffer.alloc(32);
    for (const row of db.prepare<[number], AuditRead>('SELECT *, NULL AS paths FROM audit WHERE seq >= ? ORDER BY seq').all(from)) {
      const hash = auditHash({ ...row, previous })!;
      set.run(previous, hash, row.seq);
      previous = hash;
    }
  };

  test('is right as it is', async () => {
    const head = await store.auditHead();
    expect(await verify()).toEqual({ entries: 10, first: 1, head, seals: 1, sealedTo: 8 });
    expect(head).toEqual({ seq: 10, hash: hashAt(10) });
    expect(await verify({ expect: hashAt(4) })).not.toHaveProperty('broken');
  });

  test('is found to be changed by a change of any column', async () => {
    forge('');
    const row = db.prepare('SELECT * FROM audit WHERE seq = 5').get() as Readonly<Record<string, unknown>>;
    const { seq: _, ...columns } = row;
    for (const [name, value] of Object.entries(columns)) {
      const others = [null, typeof value === 'string' ? `${value}1` : typeof value === 'number' ? value + 1 : Buffer.alloc(32)];
      for (const other of others) {
        if (other === null && !NULLABLE.includes(name)) continue;
        db.prepare(`UPDATE audit SET ${name} = ? WHERE seq = 5`).run(other);
        expect([name, (await verify()).broken]).toEqual([name, { seq: 5, kind: 'changed' }]);
        db.prepare(`UPDATE audit SET ${name} = ? WHERE seq = 5`).run(value);
      }
    }
    expect((await verify()).broken).toBeUndefined();
  });

  test('is found to be changed when a list of fields is', async () => {
    forge("UPDATE audit_fields SET paths = 'leerlinggegevens/leerlingen/leerling/achternaam'");
    expect((await verify()).broken).toEqual({ seq: 1, kind: 'changed' });
  });

  test('is found to be changed when the hash was made to fit again, of that one or of all that follow', async () => {
    forge("UPDATE audit SET actor = 'client:other' WHERE seq = 5");
    const row = db.prepare<[], AuditRead>('SELECT *, NULL AS paths FROM audit WHERE seq = 5').get()!;
    db.prepare('UPDATE audit SET hash = ? WHERE seq = 5').run(auditHash(row));
    expect((await verify()).broken).toEqual({ seq: 5, kind: 'changed' });
    rehash(5);
    expect((await store.verifyAudit({})).broken).toBeUndefined();
    expect((await verify()).broken).toEqual({ seq: 8, kind: 'seal wrong' });
  });

  test('is found to lack one, also when the others moved up', async () => {
    forge('DELETE FROM audit WHERE seq = 5');
    expect((await verify()).broken).toEqual({ seq: 5, kind: 'missing' });
    for (const seq of [6, 7, 8, 9, 10]) db.exec(`UPDATE audit SET seq = ${seq - 1} WHERE seq = ${seq}`);
    expect((await verify()).broken).toEqual({ seq: 5, kind: 'missing' });
  });

  test('is found to have one too many', async () => {
    forge('');
    for (const seq of [10, 9, 8, 7, 6, 5]) db.exec(`UPDATE audit SET seq = ${seq + 1} WHERE seq = ${seq}`);
    const columns = 'version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash';
    db.exec(`INSERT INTO audit (seq, ${columns}) SELECT 5, ${columns} FROM audit WHERE seq = 4`);
    const row = db.prepare<[], AuditRead>('SELECT *, NULL AS paths FROM audit WHERE seq = 5').get()!;
    const previous = Buffer.from(hashAt(4), 'hex');
    db.prepare('UPDATE audit SET previous = ?, hash = ? WHERE seq = 5').run(previous, auditHash({ ...row, previous }));
    expect((await verify()).broken).toEqual({ seq: 6, kind: 'inserted' });
  });

  test.each([
    [5, 6],
    [3, 9],
  ])('is found to be out of order when %i and %i change places', async (one, other) => {
    forge(
      `UPDATE audit SET seq = 0 WHERE seq = ${one}; UPDATE audit SET seq = ${one} WHERE seq = ${other}; UPDATE audit SET seq = ${other} WHERE seq = 0`,
    );
    expect((await verify()).broken).toEqual({ seq: one, kind: 'reordered' });
  });

  test('is found to lack its end, behind a seal always, after the last seal by a hash that was noted', async () => {
    const noted = hashAt(10);
    forge('DELETE FROM audit WHERE seq > 8');
    expect((await verify()).broken).toBeUndefined();
    expect((await verify({ expect: noted })).broken).toEqual({ seq: 9, kind: 'cut' });
    db.exec('DELETE FROM audit WHERE seq > 6');
    expect((await verify()).broken).toEqual({ seq: 7, kind: 'cut' });
  });

  test('is found to lack its beginning, also when the start was moved along', async () => {
    forge('DELETE FROM audit WHERE seq < 4');
    expect((await verify()).broken).toEqual({ seq: 1, kind: 'cut' });
    db.prepare('UPDATE audit_start SET seq = 3, hash = (SELECT previous FROM audit WHERE seq = 4)').run();
    expect((await verify()).broken).toEqual({ seq: 4, kind: 'cut' });
  });

  test.each([
    ['is not ours', "UPDATE audit_seals SET mac = x'bb'", 8],
    ['is of another place', 'UPDATE audit_seals SET seq = 7', 7],
    ['is of another hash', "UPDATE audit_seals SET hash = x'00'", 8],
    ['is of a place that is not there, and not ours', "UPDATE audit_seals SET seq = 12, mac = x'bb'", 11],
  ])('is found out when the seal %s', async (_, change, seq) => {
    forge(change);
    const { broken } = await verify();
    expect(broken?.kind).toBe('seal wrong');
    expect(broken?.seq).toBe(seq);
  });

  test('is found out when a gateway ran and every seal is gone', async () => {
    forge('DELETE FROM audit_seals');
    expect((await verify()).broken).toBeUndefined();
    const run = { at: AT, actor: 'gateway', outcome: 'done' as const, counts: {} };
    await store.appendAudit([{ ...run, operation: 'gateway.start' }]);
    await store.appendAudit([{ ...run, operation: 'gateway.stop' }]);
    expect((await verify()).broken).toEqual({ seq: 12, kind: 'seal wrong' });
  });

  test('lets nobody change or remove any of it by mistake', () => {
    const columns = 'version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash';
    for (const mistake of [
      'UPDATE audit SET outcome = outcome',
      'DELETE FROM audit WHERE seq = 1',
      'INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1',
      `INSERT INTO audit SELECT 12, ${columns} FROM audit WHERE seq = 1`,
      'UPDATE audit_start SET seq = 11',
      'UPDATE audit_start SET seq = -1',
      'DELETE FROM audit_start',
      'UPDATE audit_seals SET at = at',
      'DELETE FROM audit_seals',
    ]) {
      expect(() => db.exec(mistake)).toThrow('audit: ');
    }
  });

  test('begins later when the oldest are removed, which it says itself', async () => {
    const before = await store.auditHead();
    await store.appendAudit([{ at: '2025-11-01T08:00:00.000Z', actor: 'gateway', operation: 'roster.purge', outcome: 'done', counts: {} }]);
    expect(await store.as('cli:beheer').cutAudit('2025-10-15T00:00:00Z')).toBe(10);
    expect(await store.cutAudit('2025-10-15T00:00:00Z')).toBe(0);
    expect((await store.audit({ limit: 10 })).items.map(({ seq, operation, actor, counts }) => [seq, operation, actor, counts])).toEqual([
      [12, 'audit.cut', 'cli:beheer', { entries: 10, upTo: 10 }],
      [11, 'roster.purge', 'gateway', {}],
    ]);
    expect(await verify({ expect: before.hash })).toMatchObject({ entries: 2, first: 11, seals: 0 });
    expect((await verify({ expect: before.hash })).broken).toBeUndefined();
    expect(db.prepare('SELECT count(*) FROM audit_fields').pluck().get()).toBe(0);
    // Everything but what says so.
    await store.cutAudit('2999-01-01T00:00:00Z');
    expect(await verify()).toMatchObject({ entries: 1, first: 13 });
    expect((await verify()).broken).toBeUndefined();
    await expect(store.cutAudit('one day')).rejects.toMatchObject({ code: 'unknown' });
  });
});
