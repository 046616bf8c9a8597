import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openPool, type Pool } from '../../src/store/postgres/connection/pool.js';
import { runScript } from '../../src/store/postgres/connection/transaction.js';
import { tripsMade } from '../../src/store/postgres/connection/trip.js';
import { PostgresAccess } from '../../src/store/postgres/postgres-access.js';
import { query } from '../../src/store/sql/query.js';
import { all, count, first, rows, run, runMany, type Script, stream, together } from '../../src/store/sql/script.js';
import { lastUses } from '../../src/store/tables/directory/last-uses.js';
import { useAssertion } from '../../src/store/tables/directory/used-assertions.js';
import { describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';

type Use = { readonly id: string; readonly at: string };
const ADD = query<never, Use>(() => "INSERT INTO last_uses (kind, id, used_at) VALUES ('token', @id, @at)");
const SET = query<never, Use>(() => 'UPDATE last_uses SET used_at = @at WHERE id = @id');
const OF = query<{ readonly used_at: string }, Pick<Use, 'id'>>(() => 'SELECT used_at FROM last_uses WHERE id = @id');
const NUMBERS = query<{ readonly n: number }, { readonly last: number }>(
  () => 'SELECT n FROM generate_series(1, CAST(@last AS BIGINT)) AS g (n) ORDER BY n',
);
const HUGE = query<{ readonly n: number }>(() => 'SELECT 9007199254740993 AS n');
const KINDS = query<Readonly<Record<string, unknown>>, { readonly key: Uint8Array; readonly none: string | null; readonly one: number }>(
  ({ bytes }) =>
    `SELECT ${bytes('key')} AS bytes, CAST(@none AS TEXT) AS nothing, CAST(@one AS BIGINT) AS whole, 0.5 AS half, @one > 0 AS yes, 'a''@b' AS text`,
);
const LISTED = query<{ readonly value: string; readonly pos: number }, { readonly ids: readonly string[] }>(
  ({ list }) => `SELECT value, pos FROM ${list('text', 'ids', 'l')} ORDER BY value`,
);
const AMONG = query<{ readonly n: number }, { readonly keys: readonly Uint8Array[] }>(
  ({ inList, hex }) =>
    `SELECT count(*) AS n FROM (SELECT ${hex('00ff')} AS key UNION ALL SELECT ${hex('01')}) k WHERE key ${inList('bytes', 'keys')}`,
);

const AS_SET = query<
  { readonly ms: number; readonly key: Buffer; readonly isolation: string },
  { readonly at: string; readonly key: Uint8Array }
>(({ instant, bytes }) => `SELECT ${instant('@at')} AS ms, ${bytes('key')} AS key, current_setting('transaction_isolation') AS isolation`);

const EARLY = '2026-01-01T00:00:00.000Z';

/** Stands between a client and the server, and can keep back what is said from then on, as a network that drops it. */
async function silentProxy(server: string) {
  const { hostname, port } = new URL(server);
  let isSilent = false;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const onward = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => isSilent || to.write(bytes));
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(server);
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    url: url.href,
    silence: () => {
      isSilent = true;
    },
    speak: () => {
      isSilent = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

await describePostgres('scripts on PostgreSQL', () => {
  let database: TestDatabase;
  let pools: Pool[];

  const pool = (url = database.url, settings?: Parameters<typeof openPool>[1]): Pool => {
    const made = openPool(url, settings);
    pools.push(made);
    return made;
  };
  /** `url`: with something of it changed. */
  const otherwise = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };
  const write = <T>(on: Pool, script: () => Script<T>, schools: readonly string[] = ['99XX']): Promise<T> =>
    on.with('test', (client) => runScript(client, { schools }, script));
  const read = <T>(on: Pool, script: () => Script<T>): Promise<T> => on.with('test', (client) => runScript(client, 'reading', script));

  beforeAll(async () => {
    pools = [];
    database = await emptyDatabase();
  });

  afterEach(async () => {
    await Promise.all(pools.splice(0).map((one) => one.close()));
    await onDatabase(database.url, (client) => client.query('DELETE FROM last_uses'));
  });

  afterAll(() => database.remove());

  test('take and give values as SQLite does, and a number that is not exact is an error', async () => {
    const on = pool();
    expect(await read(on, () => first(KINDS, { key: Uint8Array.of(0, 255), none: null, one: 7 }))).toEqual({
      bytes: Buffer.from('00ff', 'hex'),
      nothing: null,
      whole: 7,
      half: 0.5,
      yes: 1,
      text: "a'@b",
    });
    expect(await read(on, () => all(LISTED, { ids: ['b', 'a"\\', '', 'B,{'] }))).toEqual([
      { value: '', pos: 2 },
      { value: 'B,{', pos: 3 },
      { value: 'a"\\', pos: 1 },
      { value: 'b', pos: 0 },
    ]);
    expect(await read(on, () => all(AMONG, { keys: [Buffer.from('00ff', 'hex'), Buffer.from('02', 'hex')] }))).toEqual([{ n: 1 }]);
    await expect(read(on, () => all(HUGE, undefined))).rejects.toMatchObject({ code: 'failed' });
    // The connection goes on.
    expect(await read(on, () => all(NUMBERS, { last: 1 }))).toEqual([{ n: 1 }]);
  });

  test('count what changed, and take one trip for steps that go together', async () => {
    const on = pool();
    const script = function* (): Script<unknown> {
      const added = yield* runMany(ADD, [
        { id: 'a', at: EARLY },
        { id: 'b', at: EARLY },
      ]);
      const [changed, found] = yield* together(count(SET, { id: 'a', at: 'later' }), rows(OF, { id: 'a' }));
      return { added, changed, found };
    };
    const before = tripsMade();
    expect(await write(on, script)).toEqual({ added: 2, changed: 1, found: [{ used_at: 'later' }] });
    // Two for the steps, the lock in the first; one to commit.
    expect(tripsMade() - before).toBe(3);
  });

  test('stream many rows in their order, some at a time', async () => {
    const numbers: number[] = [];
    const before = tripsMade();
    await read(pool(), function* (): Script<void> {
      yield* stream(NUMBERS, { last: 1_200 }, ({ n }) => void numbers.push(n));
      yield* stream(NUMBERS, { last: 1 }, ({ n }) => void numbers.push(n));
    });
    expect(numbers).toEqual([...Array.from({ length: 1_200 }, (_, at) => at + 1), 1]);
    expect(tripsMade() - before).toBe(5);
  });

  test('do nothing at all when they fail, and leave the connection as good as it was', async () => {
    const on = pool(database.url, { connections: 1 });
    const failing = function* (): Script<void> {
      yield* run(ADD, { id: 'geheim-1', at: EARLY });
      yield* run(ADD, { id: 'geheim-1', at: EARLY });
    };
    const failure = await write(on, failing).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StoreError', code: 'duplicate', message: expect.stringContaining('last_uses') });
    expect(`${(failure as Error).message} ${(failure as Error).cause}`).not.toContain('geheim');
    expect(await read(on, () => all(OF, { id: 'geheim-1' }))).toEqual([]);
    expect(await write(on, () => run(ADD, { id: 'geheim-1', at: EARLY }))).toBe(1);
  });

  test('of one school go one after the other', async () => {
    const on = pool();
    await write(on, () => run(ADD, { id: 'n', at: '0' }));
    const next = function* (): Script<void> {
      const found = yield* first(OF, { id: 'n' });
      yield* run(SET, { id: 'n', at: String(Number(found!.used_at) + 1) });
    };
    await Promise.all(Array.from({ length: 30 }, (_, at) => write(on, next, at % 2 ? ['99XX', '99YY'] : ['99YY', '99XX'])));
    expect(await read(on, () => first(OF, { id: 'n' }))).toEqual({ used_at: '30' });
  });

  test('are run again whole when the database gives them up for another one', async () => {
    const on = pool();
    await write(on, () =>
      runMany(ADD, [
        { id: 'a', at: '' },
        { id: 'b', at: '' },
      ]),
    );
    let runs = 0;
    await onDatabase(database.url, async (client) => {
      await client.query("SET deadlock_timeout = '1h'");
      await client.query('BEGIN');
      await client.query("UPDATE last_uses SET used_at = 'other' WHERE id = 'b'");
      const ours = write(on, function* (): Script<void> {
        runs++;
        yield* run(SET, { id: 'a', at: 'ours' });
        yield* run(SET, { id: 'b', at: 'ours' });
      });
      const waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      while ((await client.query(waiting)).rows[0].n === '0');
      await client.query("UPDATE last_uses SET used_at = 'other' WHERE id = 'a'");
      await client.query('COMMIT');
      await ours;
    });
    expect(runs).toBe(2);
    expect(await read(on, () => together(rows(OF, { id: 'a' }), rows(OF, { id: 'b' })))).toEqual([
      [{ used_at: 'ours' }],
      [{ used_at: 'ours' }],
    ]);
  });

  test.each<[string, (url: URL) => void, string, string]>([
    ['the password is wrong', (url) => (url.password = 'verkeerd'), 'failed', 'password'],
    ['there is no such database', (url) => (url.pathname = '/uwlr_nergens'), 'failed', 'no database of this name'],
    ['nobody listens there', (url) => (url.port = '1'), 'gone', 'does not answer'],
  ])('say so when %s, without the password', async (_, change, code, words) => {
    const url = otherwise(change);
    const failure = await read(pool(url), () => all(NUMBERS, { last: 1 })).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StoreError', code, message: expect.stringContaining(words) });
    expect(`${(failure as Error).stack} ${(failure as Error).cause}`).not.toContain(new URL(url).password);
  });

  test('say that the store is busy when all connections are in use for too long', async () => {
    const on = pool(database.url, { connections: 1, patienceMs: 2_000 });
    const failure = await on.with('test', () => read(on, () => all(NUMBERS, { last: 1 })).catch((error: unknown) => error));
    expect(failure).toMatchObject({ name: 'StoreError', code: 'busy' });
    expect(await read(on, () => all(NUMBERS, { last: 1 }))).toEqual([{ n: 1 }]);
  });

  test('say so when the database can only be read, and when the server went away', async () => {
    const on = pool(database.url, { connections: 1 });
    await on.with('test', (client) => client.query('SET default_transaction_read_only = on'));
    await expect(write(on, () => run(ADD, { id: 'a', at: EARLY }))).rejects.toMatchObject({ name: 'StoreError', code: 'io' });
    const ending = on.with('test', async (client) => {
      const { rows: mine } = await client.query('SELECT pg_backend_pid() AS pid');
      await onDatabase(database.url, (other) => other.query('SELECT pg_terminate_backend($1)', [mine[0].pid]));
      return runScript(client, { schools: [] }, () => all(NUMBERS, { last: 1 }));
    });
    await expect(ending).rejects.toMatchObject({ name: 'StoreError', code: 'gone' });
    expect(await write(on, () => run(ADD, { id: 'a', at: EARLY }))).toBe(1);
  });

  test('read moments in UTC and bytes in hex, and isolate as they must, whatever the database is set to', async () => {
    const other = await emptyDatabase();
    await onDatabase(other.url, async (client) => {
      const name = new URL(other.url).pathname.slice(1);
      for (const setting of ["TimeZone = 'Europe/Amsterdam'", "bytea_output = 'escape'", "default_transaction_isolation = 'serializable'"])
        await client.query(`ALTER DATABASE ${name} SET ${setting}`);
    });
    const found = await write(pool(other.url), () => all(AS_SET, { at: '2026-07-01T12:00:00', key: Uint8Array.of(1, 255) }));
    await Promise.all(pools.splice(0).map((one) => one.close()));
    await other.remove();
    expect(found).toEqual([{ ms: Date.UTC(2026, 6, 1, 12), key: Buffer.from([1, 255]), isolation: 'read committed' }]);
  });

  test('give a connection up on which the server has gone silent, and take another', async () => {
    const proxy = await silentProxy(database.url);
    const on = pool(proxy.url, { connections: 1, silenceMs: 1_500 });
    expect(await read(on, () => all(NUMBERS, { last: 1 }))).toEqual([{ n: 1 }]);
    proxy.silence();
    await expect(read(on, () => all(NUMBERS, { last: 1 }))).rejects.toMatchObject({ name: 'StoreError', code: 'gone' });
    proxy.speak();
    expect(await read(on, () => all(NUMBERS, { last: 1 }))).toEqual([{ n: 1 }]);
    await Promise.all(pools.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  test('are what the port of the store runs, until it is closed', async () => {
    const on = pool();
    const access = new PostgresAccess(
      on,
      (operation) => {
        if (operation.kind !== 'assertion') throw new Error('another operation');
        return { schools: [], script: () => useAssertion(operation) };
      },
      'gateway',
    );
    const assertion = { kind: 'assertion', digest: 'd', until: '2026-02-01T00:00:00.000Z', at: EARLY } as const;
    expect([await access.write(assertion), await access.as('cli:proef').write(assertion)]).toEqual([true, false]);
    expect(await access.ask('uses', lastUses('token'))).toEqual(new Map());
    const keys = Array.from({ length: 501 }, (_, at) => String(at));
    const found = await access.askMany('keys', keys, function* (some): Script<readonly (readonly [string, string])[]> {
      return (yield* all(LISTED, { ids: some })).map(({ value }): [string, string] => [value, value]);
    });
    expect(found.size).toBe(501);
    pools = [];
    await access.close();
    await expect(access.ask('uses', lastUses('token'))).rejects.toMatchObject({ code: 'closed' });
  });
});
