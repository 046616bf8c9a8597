import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PostgresServer } from '../../scripts/embedded-postgres.js';
import type { Gateway } from '../../src/gateway/server.js';
import { uwlr } from '../cli/support/uwlr.js';
import { type Answer, furnish, PARTY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { describePostgres, onDatabase } from '../support/postgres.js';
import { type NodeDirectory, nodeDirectory, startNode } from '../support/postgres-gateway.js';

const FIRST_SECOND = Date.UTC(2026, 3, 1) / 1000;

/** A message of its own second, with as many results. */
function numbered(number: number, results = 1): string {
  const at = new Date((FIRST_SECOND + number) * 1000).toISOString();
  const all = Array.from({ length: results }, (_, nth) => resultaat(`r-${number}-${nth}`)).join('');
  return message({ aanmaakdatum: at, afnames: afname(`leerling-${number}`, all) });
}

async function page({ url }: Pick<Gateway, 'url'>, route: string): Promise<string> {
  const response = await fetch(url + route);
  return `${response.status} ${(await response.text()).trim()}`;
}

/** Asks `/readyz` until it says this. */
async function untilReadyzSays(gateway: Pick<Gateway, 'url'>, words: string): Promise<void> {
  while ((await page(gateway, '/readyz')) !== words) await new Promise((resolve) => setTimeout(resolve, 50));
}

const READY = '200 ready';
const NO_ANSWER = '503 not ready: the database does not answer';

function expectUnavailable(answer: Answer): void {
  expect(answer).toMatchObject({ status: 500, code: 'Server.TijdelijkNietBeschikbaar', rules: ['UWLR-EX-005'] });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** A small disk that can be filled; undefined where none can be mounted. */
function mountDisk(uid: number): string | undefined {
  const disk = mkdtempSync(path.join(tmpdir(), 'uwlr-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=64m,uid=${uid},mode=755`, 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return undefined;
  }
}

function fill(file: string): void {
  const handle = openSync(file, 'a');
  const piece = Buffer.alloc(4096);
  try {
    for (;;) writeSync(handle, piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(handle);
  }
}

await describePostgres('a gateway on a PostgreSQL server', () => {
  let place: string;
  let server: PostgresServer;
  let directory: NodeDirectory;
  let made = 0;
  let name: string;
  let url: string;
  let gateway: Gateway;
  let log: () => string;

  const admin = (sql: string, on = server.url) => onDatabase(on, (client) => client.query(sql));
  /** The gateway has to connect again. */
  const endConnections = () =>
    admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`);
  const makeDatabase = async (options = ''): Promise<void> => {
    made += 1;
    name = `gateway_${made}`;
    await admin(`CREATE ROLE ${name} LOGIN PASSWORD 'first'`);
    await admin(`CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0 ${options}`);
    const of = new URL(server.url);
    Object.assign(of, { username: name, password: 'first', pathname: `/${name}` });
    url = of.href;
  };
  const begin = async (settings: Readonly<Record<string, number>> = {}): Promise<void> => {
    ({ gateway, log } = await startNode(directory.config(url, settings)));
    await furnish(gateway, ['99XX'], { ...PARTY, acceptStale: true });
    expect(await post(gateway, numbered(0))).toMatchObject({ status: 200 });
    expect(await page(gateway, '/readyz')).toBe(READY);
  };
  const resultKeys = async (): Promise<number> => (await gateway.store.resultPlaces({ school: '99XX' }, { after: 0 })).length;
  /** Which messages are there. */
  const storedNumbers = async (): Promise<readonly number[]> => {
    const { items } = await gateway.store.exchanges({ school: '99XX', outcome: 'accepted', limit: 100 });
    return items.map(({ createdAtNs }) => Number(createdAtNs! / 1_000_000_000n) - FIRST_SECOND);
  };
  /** What is wrong, as `uwlr doctor` says it. */
  const complaints = async (): Promise<string> => {
    const { stdout } = await uwlr(['doctor', '--data', directory.directory], { env: { UWLR_DATABASE_URL: url } });
    return stdout.match(/^WRONG.*$/gm)?.join('\n') ?? '';
  };

  beforeAll(async () => {
    place = mkdtempSync(path.join(tmpdir(), 'uwlr-server-'));
    execFileSync('chmod', ['755', place]);
    server = await PostgresServer.make(place);
    await server.start();
  }, 120_000);
  afterAll(async () => {
    await server.kill();
    rmSync(place, { recursive: true, force: true });
  });
  beforeEach(async () => {
    directory = await nodeDirectory();
  });
  afterEach(async () => {
    await gateway?.stop();
    await directory.remove();
  });

  describe('that', () => {
    beforeEach(() => makeDatabase());

    test('goes away under load: tells vendors to come again, names it, recovers, and has all that it confirmed', async () => {
      await begin();
      const numbers = Array.from({ length: 20 }, (_, nth) => nth + 1);
      const confirmed = [0];
      const sending = numbers.map(async (number) => {
        const answer = await post(gateway, numbered(number));
        if (answer.status === 200) confirmed.push(number);
        else expectUnavailable(answer);
      });
      await Promise.race(sending);
      await server.kill();
      await Promise.all(sending);
      expectUnavailable(await post(gateway, numbered(30)));
      await untilReadyzSays(gateway, NO_ANSWER);
      expect(await complaints()).toMatch(/^WRONG +store +.*the database does not answer/);
      expect(await page(gateway, '/livez')).toBe('200 ok');
      expect(await page(gateway, '/metrics')).toContain('uwlr_store_trouble{kind="gone"} 1');
      await server.start();
      await untilReadyzSays(gateway, READY);
      // What was not confirmed may be there all the same, as its answer was lost.
      expect(await storedNumbers()).toEqual(expect.arrayContaining(confirmed));
      for (const number of numbers) expect(await post(gateway, numbered(number))).toMatchObject({ status: 200 });
      expect([...(await storedNumbers())].sort((one, other) => one - other)).toEqual([0, ...numbers]);
      expect(log()).toMatch(/"store trouble over"/);
    }, 60_000);

    test('is down when the gateway starts: it waits, answers, and begins by itself', async () => {
      await server.kill();
      try {
        ({ gateway, log } = await startNode(directory.config(url)));
        expect(await page(gateway, '/readyz')).toBe(NO_ANSWER);
        expect(await page(gateway, '/livez')).toBe('200 ok');
        expectUnavailable(await post(gateway, numbered(1)));
        expect(log()).toMatch(/"gateway waits"/);
      } finally {
        await server.start();
      }
      await untilReadyzSays(gateway, READY);
      await furnish(gateway, ['99XX'], { ...PARTY, acceptStale: true });
      expect(await post(gateway, numbered(1))).toMatchObject({ status: 200 });
    }, 60_000);

    test('can only be read for some time', async () => {
      await begin();
      await admin(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await endConnections();
      await untilReadyzSays(gateway, '503 not ready: the database cannot be written to');
      expectUnavailable(await post(gateway, numbered(1)));
      expect(await page(gateway, '/readyz')).toBe('503 not ready: the database cannot be written to');
      expect(await complaints()).toMatch(/the database can only be read/);
      expect(log()).toMatch(/"storeTrouble":"io"/);
      await admin(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
      await untilReadyzSays(gateway, READY);
      expect(await post(gateway, numbered(1))).toMatchObject({ status: 200 });
    }, 60_000);

    test('refuses the password', async () => {
      await begin();
      await admin(`ALTER ROLE ${name} PASSWORD 'another'`);
      await endConnections();
      await untilReadyzSays(gateway, NO_ANSWER);
      expectUnavailable(await post(gateway, numbered(1)));
      expect(await complaints()).toMatch(/^WRONG +store +.*refuses the user or the password/);
      expect(log()).toMatch(/refuses the user or the password/);
      // A gateway that is started ends: a setting is wrong.
      await expect(startNode(directory.config(url))).rejects.toMatchObject({
        code: 'failed',
        message: expect.stringContaining('refuses the user'),
      });
      await admin(`ALTER ROLE ${name} PASSWORD 'first'`);
      await untilReadyzSays(gateway, READY);
      expect(await post(gateway, numbered(1))).toMatchObject({ status: 200 });
    }, 60_000);

    test('has no connection left', async () => {
      await begin();
      await admin(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
      await endConnections();
      await untilReadyzSays(gateway, '503 not ready: the database is locked by another process, or has too much to do');
      expectUnavailable(await post(gateway, numbered(1)));
      expect(await complaints()).toMatch(/^WRONG +store +.*too much to do/);
      expect(log()).toMatch(/"storeTrouble":"busy"/);
      await admin(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
      await untilReadyzSays(gateway, READY);
      expect(await post(gateway, numbered(1))).toMatchObject({ status: 200 });
    }, 60_000);

    test('keeps those waiting who come when all connections of the gateway are taken', async () => {
      await begin({ databaseConnections: 2 });
      await onDatabase(adminUrl(), async (client) => {
        await client.query('BEGIN; LOCK TABLE exchanges IN ACCESS EXCLUSIVE MODE');
        const readers = Promise.allSettled([0, 1].map(() => gateway.store.exchanges({ school: '99XX', limit: 1 })));
        expectUnavailable(await post(gateway, numbered(1)));
        expect(log()).toMatch(/all connections to the database are in use/);
        expect(await page(gateway, '/livez')).toBe('200 ok');
        await client.query('ROLLBACK');
        await readers;
      });
      await untilReadyzSays(gateway, READY);
      expect(await post(gateway, numbered(1))).toMatchObject({ status: 200 });
      expect(await resultKeys()).toBe(2);
    }, 60_000);

    test('is brought to a version that breaks with this one', async () => {
      await begin();
      await admin("INSERT INTO migrations VALUES (900, 'later', repeat('0', 64), '2027-01-01T00:00:00.000Z', 1)", adminUrl());
      // Nobody looked at it yet.
      expectUnavailable(await post(gateway, numbered(1)));
      expect(await page(gateway, '/readyz')).toBe('503 not ready: the database belongs to another version of the gateway');
      expect(await complaints()).toMatch(/^WRONG +store +.*newer than this version/);
      await expect(startNode(directory.config(url))).rejects.toMatchObject({ code: 'schema' });
      expect(await resultKeys()).toBe(1);
      await admin('DELETE FROM migrations WHERE number = 900', adminUrl());
      await untilReadyzSays(gateway, READY);
      expect(await post(gateway, numbered(1))).toMatchObject({ status: 200 });
    }, 60_000);
  });

  test('that keeps its texts in another encoding is refused at the start, with what to do', async () => {
    await makeDatabase("ENCODING 'SQL_ASCII' LOCALE_PROVIDER 'libc' LOCALE 'C'");
    const refused = { code: 'failed', message: expect.stringContaining("ENCODING 'UTF8'") };
    await expect(startNode(directory.config(url))).rejects.toMatchObject(refused);
    expect(await complaints()).toMatch(/^WRONG +store +.*SQL_ASCII/);
  });

  test('whose disk gets full', async () => {
    const disk = mountDisk(statSync(`/proc/${server.pid}`).uid);
    if (disk === undefined) {
      console.log('full disk: skipped, as a small file system cannot be mounted here');
      return;
    }
    try {
      await admin(`CREATE TABLESPACE small LOCATION '${disk}'`);
      await makeDatabase('TABLESPACE small');
      await begin();
      fill(path.join(disk, 'ballast'));
      expectUnavailable(await post(gateway, numbered(1, 500)));
      const FULL = '503 not ready: the disk is full';
      expect(await page(gateway, '/readyz')).toBe(FULL);
      // Also once it was looked at again.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(await page(gateway, '/readyz')).toBe(FULL);
      expect(await page(gateway, '/metrics')).toContain('uwlr_store_trouble{kind="full"} 1');
      expect(await complaints()).toBe('');
      rmSync(path.join(disk, 'ballast'));
      await untilReadyzSays(gateway, READY);
      expect(await post(gateway, numbered(1, 500))).toMatchObject({ status: 200 });
      expect(await resultKeys()).toBe(501);
    } finally {
      await gateway?.stop();
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin('DROP TABLESPACE IF EXISTS small');
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  }, 60_000);

  function adminUrl(): string {
    const of = new URL(server.url);
    of.pathname = `/${name}`;
    return of.href;
  }
});
