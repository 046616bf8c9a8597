import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Config, loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';

const SECRET = 'a-secret-of-the-nodes-of-this-test-0001';

await describePostgres('a node that is new on a database that others use', () => {
  let database: TestDatabase;
  let directory: string;
  let running: Gateway[];

  beforeEach(async () => {
    running = [];
    directory = await mkdtemp(path.join(tmpdir(), 'uwlr-nodes-'));
    database = await emptyDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.map((gateway) => gateway.stop()));
    await database.remove();
    await rm(directory, { recursive: true });
  });

  const head = (name: string) => readFile(path.join(directory, name, 'audit.head'), 'utf8');
  const config = (name: string): Config =>
    loadConfig(
      { data: path.join(directory, name), port: 0, logLevel: 'warn' },
      { UWLR_DATABASE_URL: database.url, UWLR_SECRET: SECRET, UWLR_DATABASE_CONNECTIONS: '2' },
    );

  /** Starts a node with a data directory of its own. Gives what it logged. */
  async function serve(name: string): Promise<string> {
    let said = '';
    const log = new Writable({
      write(chunk, _encoding, done) {
        said += String(chunk);
        done();
      },
    });
    running.push(await startGateway(config(name), { log, shortLived: true }));
    return said;
  }

  test('adopts the last seal that was made under the secret, and says so in the log and in the audit', async () => {
    expect(await serve('first')).toBe('');
    const [number, hash] = (await head('first')).trim().split(' ');
    const told = JSON.parse(await serve('second')) as object;
    expect(told).toMatchObject({ event: 'audit head adopted', count: Number(number), auditHead: hash });
    const { items } = await running[0]!.store.audit({ operation: 'audit.adopt-seal', limit: 10 });
    expect(items).toMatchObject([{ actor: 'gateway', outcome: 'done', subject: hash, counts: { seal: Number(number) } }]);
    expect(await head('second')).toMatch(/^2 /);
    // Known from now on.
    await running.pop()!.stop();
    expect(await serve('second')).toBe('');
  });

  test('does not start on a seal that somebody else made', async () => {
    await serve('first');
    const forge = "SET session_replication_role = replica; UPDATE audit_seal_chain SET mac = decode(repeat('00', 32), 'hex')";
    await onDatabase(database.url, (client) => client.query(forge));
    await expect(serve('second')).rejects.toMatchObject({ code: 'restored' });
    await expect(head('second')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('does not start with a seal of its own that the database has not', async () => {
    await serve('first');
    await mkdir(path.join(directory, 'second'));
    await writeFile(path.join(directory, 'second', 'audit.head'), `7 ${'0'.repeat(64)}\n`);
    await expect(serve('second')).rejects.toMatchObject({ code: 'restored' });
  });
});
