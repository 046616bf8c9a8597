import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { AuditVerification } from '../../src/store/audit-chain.js';
import { readMarks } from '../../src/store/files/mark-file.js';
import { openPool, type Pool } from '../../src/store/postgres/connection/pool.js';
import { runScript, type Writing } from '../../src/store/postgres/connection/transaction.js';
import { tripsMade } from '../../src/store/postgres/connection/trip.js';
import { PostgresAccess } from '../../src/store/postgres/postgres-access.js';
import type { RightsMark } from '../../src/store/rights-mark.js';
import { query } from '../../src/store/sql/query.js';
import { all, audit, first, lastly, mark, run, type Script, takenBack } from '../../src/store/sql/script.js';
import { SecretTables } from '../../src/store/tables/secret/secret-tables.js';
import { describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';
import { KeptHead, sealing, signer } from './support/audit.js';
import { AT, auditWork, entry } from './support/postgres-audit.js';

type Use = { readonly id: string; readonly at: string };
const ADD = query<never, Use>(() => "INSERT INTO last_uses (kind, id, used_at) VALUES ('token', @id, @at)");
const SET = query<never, Use>(() => 'UPDATE last_uses SET used_at = @at WHERE id = @id');
const OF = query<{ readonly used_at: string }, Pick<Use, 'id'>>(() => 'SELECT used_at FROM last_uses WHERE id = @id');

const LATER = '2025-11-01T08:00:00.000Z';
const SCHOOLS = ['99AA', '99BB', '99CC'] as const;
const MARK: RightsMark = { kind: 'key-destroyed', school: '99AA', at: AT };

/** Locks in this database. */
const LOCKS =
  "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND l.locktype = 'advisory'";

await describePostgres('the audit on PostgreSQL', () => {
  let database: TestDatabase;
  let directory: string;
  let pool: Pool;
  let outside: KeptHead;
  let store: SecretTables;

  const file = (): string => join(directory, 'erasure.marks');
  const open = (more: Partial<ConstructorParameters<typeof PostgresAccess>[3]> = {}): SecretTables => {
    const made = new SecretTables(new PostgresAccess(pool, auditWork, 'gateway', { marks: file(), ...more }));
    made.useSecret('k', sealing('k', outside));
    return made;
  };
  const write = <T>(script: () => Script<T>, how: Partial<Writing> = {}): Promise<T> =>
    pool.with('test', (client) => runScript(client, { schools: SCHOOLS, marks: file(), ...how }, script));
  const sql = (text: string): Promise<pg.QueryResult> => onDatabase(database.url, (client) => client.query(text));
  const verify = (more: AuditVerification = {}) =>
    store.verifyAudit({ isGenuine: signer().isGenuine, ...(outside.head && { outside: outside.head }), ...more });
  const trips = async (work: () => Promise<unknown>): Promise<number> => {
    const before = tripsMade();
    await work();
    return tripsMade() - before;
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'uwlr-audit-'));
    database = await emptyDatabase();
    pool = openPool(database.url, { connections: 20 });
    outside = new KeptHead();
    store = open();
  });

  afterEach(async () => {
    await pool.close();
    await database.remove();
    await rm(directory, { recursive: true });
  });

  describe('of many who write at once', () => {
    /** `count` writers, each of entries in one chain or two. */
    const writers = (count: number, each: number): Promise<unknown> =>
      Promise.all(
        Array.from({ length: count }, async (_, at) => {
          for (let nth = 0; nth < each; nth++) {
            const school = SCHOOLS[(at + nth) % SCHOOLS.length]!;
            const fields = [`leerlinggegevens/veld${nth}`];
            await store.appendAudit([
              entry({ school, fields, counts: { writer: at, nth } }),
              ...(nth % 3 === 0 ? [entry({ fields })] : []),
            ]);
          }
        }),
      );

    test('has chains that hold, each entry once, and gaps where a transaction was given up', async () => {
      const failing = write(function* (): Script<void> {
        yield* audit(entry({ school: '99AA' }));
        yield* lastly(run(ADD, { id: 'a', at: AT }));
        throw new Error('too late');
      });
      await expect(failing).rejects.toMatchObject({ code: 'failed' });
      await writers(20, 6);
      const verdict = await verify();
      expect(verdict).toMatchObject({ entries: 20 * 6 + 20 * 2, chains: 4 });
      expect(verdict.broken).toBeUndefined();
      const { rows } = await sql(`
        SELECT (SELECT count(*) FROM audit_fields) AS lists, (SELECT count(DISTINCT counts) FROM audit WHERE school IS NOT NULL) AS written,
          (SELECT min(seq) FROM audit) AS "from", (SELECT array_agg(DISTINCT version) FROM audit) AS versions`);
      expect(rows).toEqual([{ lists: '6', written: '120', from: '2', versions: ['3'] }]);
    });

    test('is sealed beside them, by two at once, at places below which nothing comes any more', async () => {
      let isWriting = true;
      const seals = async (by: SecretTables): Promise<number> => {
        let made = 0;
        while (isWriting) made += (await by.sealAudit()) === undefined ? 0 : 1;
        return made;
      };
      const other = open();
      const both = Promise.all([seals(store), seals(other)]);
      await writers(18, 10);
      isWriting = false;
      const made = (await both).reduce((sum, count) => sum + count, 0);
      await store.sealAudit();
      const verdict = await verify();
      expect(verdict.broken).toBeUndefined();
      expect(verdict.entries).toBe(18 * 10 + 18 * 4);
      expect(verdict.sealedTo).toBe(verdict.head.seq);
      expect(verdict.seals).toBeGreaterThanOrEqual(made);
      expect(made).toBeGreaterThan(0);
    });

    test('waits with a seal for a place that was taken and is not yet written, and then is busy', async () => {
      await store.appendAudit([entry()]);
      let release!: () => void;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const holding = onDatabase(database.url, async (client) => {
        await client.query('BEGIN');
        await client.query('SELECT pg_advisory_xact_lock_shared(7215315003)');
        await client.query("SELECT nextval('audit_seq_seq')");
        await held;
        await client.query('COMMIT');
      });
      while ((await sql(LOCKS)).rowCount === 0);
      await expect(store.sealAudit()).rejects.toMatchObject({ code: 'busy' });
      // Others write all the same.
      await store.appendAudit([entry({ school: '99AA' })]);
      release();
      await holding;
      expect(await store.sealAudit()).toMatchObject({ number: 1 });
      expect((await verify()).broken).toBeUndefined();
    });

    test('is cut beside them, and goes on', async () => {
      await writers(6, 4);
      await store.sealAudit();
      const young = Promise.all(
        Array.from({ length: 12 }, (_, at) => store.appendAudit([entry({ at: LATER, school: SCHOOLS[at % SCHOOLS.length]! })])),
      );
      expect(await store.cutAudit('2025-10-15T00:00:00.000Z')).toBe(6 * 4 + 6 * 2);
      await young;
      await store.appendAudit([entry({ at: LATER, school: '99AA' })]);
      await store.sealAudit();
      const verdict = await verify();
      expect(verdict).toMatchObject({ entries: 12 + 1 + 1, chains: 4 });
      expect(verdict.broken).toBeUndefined();
      expect((await store.audit({ limit: 20, operation: 'audit.cut' })).items).toMatchObject([{ counts: { entries: 36 } }]);
      expect((await sql('SELECT 1 FROM audit_fields')).rowCount).toBe(0);
    });
  });

  describe('of a transaction', () => {
    test('takes a trip of its own before the one that commits, and none with a last step', async () => {
      const add = (id: string): Script<number> => run(ADD, { id, at: AT });
      // The connection is there already, and each statement is known to it.
      await write(() => add('first'));
      expect(await trips(() => write(() => add('a')))).toBe(2);
      expect(await trips(() => write(() => lastly(add('b'))))).toBe(1);
      const withEntry = (id: string, script: (one: Script<number>) => Script<number>) =>
        write(function* (): Script<void> {
          yield* audit(entry({ school: '99AA', subject: id }));
          yield* script(add(id));
        });
      expect(await trips(() => withEntry('c', (one) => one))).toBe(3);
      expect(await trips(() => withEntry('d', lastly))).toBe(2);
      expect(await trips(() => store.appendAudit([entry(), entry({ school: '99BB' })]))).toBe(2);
      expect((await sql('SELECT id FROM last_uses')).rowCount).toBe(5);
      expect((await store.audit({ limit: 10, school: '99AA' })).items.map(({ subject }) => subject)).toEqual(['d', 'c']);
      expect((await verify()).broken).toBeUndefined();
    });

    test('is refused in a chain that the transaction does not hold, and with a text that is none of ours', async () => {
      const refused = write(() => audit(entry()), { schools: ['99AA'] });
      await expect(refused).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('does not hold') });
      await expect(write(() => audit(entry({ school: '99AA', operation: 'geheim van Jan' })))).rejects.toMatchObject({ code: 'failed' });
      expect((await verify()).entries).toBe(0);
    });

    test('is not there, nor is a mark, when its script was taken back, and what follows is', async () => {
      const inner = function* (): Script<number> {
        yield* audit(entry({ school: '99AA', subject: 'inner' }));
        yield* mark([MARK]);
        yield* run(ADD, { id: 'inner', at: AT });
        return (yield* all(OF, { id: 'inner' })).length;
      };
      const twice = function* (): Script<number> {
        yield* run(ADD, { id: 'between', at: AT });
        const found = (yield* takenBack(inner())) + (yield* takenBack(inner()));
        return found + (yield* all(OF, { id: 'between' })).length;
      };
      const outer = function* (): Script<unknown> {
        const seen = [yield* takenBack(twice()), yield* takenBack(inner())];
        yield* takenBack(audit(entry({ school: '99AA', subject: 'nothing asked' })));
        yield* audit(entry({ school: '99AA', subject: 'outer' }));
        yield* run(ADD, { id: 'outer', at: AT });
        return [seen, yield* takenBack(inner())];
      };
      expect(await write(outer)).toEqual([[3, 1], 1]);
      expect((await sql('SELECT id FROM last_uses')).rows).toEqual([{ id: 'outer' }]);
      expect((await store.audit({ limit: 10 })).items.map(({ subject }) => subject)).toEqual(['outer']);
      expect(readMarks(file())).toEqual([]);
      expect((await verify()).broken).toBeUndefined();
    });

    test('is written once when the database gave the transaction up for another one', async () => {
      await write(function* (): Script<void> {
        yield* run(ADD, { id: 'a', at: '' });
        yield* run(ADD, { id: 'b', at: '' });
      });
      let runs = 0;
      await onDatabase(database.url, async (client) => {
        await client.query("SET deadlock_timeout = '1h'");
        await client.query('BEGIN');
        await client.query("UPDATE last_uses SET used_at = 'other' WHERE id = 'b'");
        const ours = write(function* (): Script<void> {
          runs++;
          yield* audit(entry({ school: '99AA', subject: 'once' }));
          yield* mark([MARK]);
          yield* run(SET, { id: 'a', at: 'ours' });
          yield* run(SET, { id: 'b', at: 'ours' });
        });
        const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while ((await client.query(waiting)).rowCount === 0);
        await client.query("UPDATE last_uses SET used_at = 'other' WHERE id = 'a'");
        await client.query('COMMIT');
        await ours;
      });
      expect(runs).toBe(2);
      expect((await store.audit({ limit: 10 })).items).toMatchObject([{ subject: 'once' }]);
      expect(readMarks(file())).toEqual([MARK]);
    });
  });

  describe('with marks of erasure', () => {
    const erasing = function* (): Script<void> {
      yield* audit(entry({ school: '99AA' }));
      yield* mark([MARK]);
      yield* run(ADD, { id: 'a', at: AT });
    };

    test('keeps them beside the database before it commits', async () => {
      await write(erasing);
      expect(readMarks(file())).toEqual([MARK]);
      expect((await verify()).entries).toBe(1);
    });

    test('does nothing when they cannot be kept', async () => {
      const nowhere = write(erasing, { marks: join(directory, 'nowhere', 'erasure.marks') });
      await expect(nowhere).rejects.toMatchObject({ name: 'StoreError', message: expect.stringContaining('erasure marks') });
      expect(await write(() => first(OF, { id: 'a' }))).toBeUndefined();
      expect((await verify()).entries).toBe(0);
    });

    test('takes them back when the database refuses to commit', async () => {
      await sql(`
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE CONSTRAINT TRIGGER refuses AFTER INSERT ON last_uses DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
      await expect(write(erasing)).rejects.toMatchObject({ name: 'StoreError' });
      expect(readMarks(file())).toEqual([]);
      expect(await readFile(file(), 'utf8')).toContain('undone');
      expect((await verify()).entries).toBe(0);
    });

    test('leaves them when nobody knows whether it was committed', async () => {
      await sql(`
        CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON last_uses DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ends()`);
      await expect(write(erasing)).rejects.toMatchObject({ name: 'StoreError', code: 'gone' });
      expect(readMarks(file())).toEqual([MARK]);
      expect((await verify()).entries).toBe(0);
    });
  });

  describe('and its secret', () => {
    const addSchool = (): Promise<unknown> => sql(`INSERT INTO schools (id, name, created_at) VALUES ('99AA', 'a', '${AT}')`);

    test('is replaced, and what is sealed under the one before is refused from then on', async () => {
      await addSchool();
      const access = new PostgresAccess(pool, auditWork, 'gateway');
      access.useSecret('k', sealing('k', outside));
      await access.write({ kind: 'school-key', school: '99AA', fresh: Buffer.alloc(60, 1) });
      await store.sealAudit();
      const values = await store.sealedValues();
      const schoolKeys = new Map([['99AA', Buffer.alloc(60, 2)]]);
      expect(await store.replaceSecret({ ...values, schoolKeys, fingerprint: 'l', keys: new Map(), signer: signer('l') })).toBe(true);
      expect((await store.gatewayKeys()).fingerprint).toBe('l');
      const other = access.write({ kind: 'school-key', school: '99BB', fresh: Buffer.alloc(60, 1) });
      await expect(other).rejects.toMatchObject({ code: 'secret' });
      expect(() => access.refuseOtherSecret('l')).toThrow(expect.objectContaining({ code: 'secret' }));
      expect((await store.sealedValues()).schoolKeys).toEqual(schoolKeys);
      expect((await store.lastSeal())!.key).toBe('l');
    });

    test('is not replaced past something that is being sealed under it', async () => {
      await addSchool();
      const values = await store.sealedValues();
      await store.appendAudit([entry()]);
      const writing = onDatabase(database.url, async (client) => {
        await client.query('BEGIN');
        await client.query('SELECT pg_advisory_xact_lock_shared(7215315005)');
        while ((await client.query(`${LOCKS} AND NOT granted`)).rowCount === 0);
        await client.query("INSERT INTO school_keys (school, wrapped) VALUES ('99AA', '\\x01')");
        await client.query('COMMIT');
      });
      while ((await sql(LOCKS)).rowCount === 0);
      const replacing = store.replaceSecret({ ...values, fingerprint: 'l', keys: new Map(), signer: signer('l') });
      await expect(replacing).rejects.toMatchObject({ code: 'busy' });
      await writing;
      expect((await store.gatewayKeys()).fingerprint).toBeUndefined();
    });
  });
});
