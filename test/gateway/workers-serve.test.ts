import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { storeLocationOf } from '../../src/config/store-location.js';
import { keyringOf } from '../../src/secret/keyring-of.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { furnish, PARTY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';

const SCHOOLS = ['99XA', '99XB', '99XC', '99XD'];

await describePostgres('uwlr serve with two workers', () => {
  let database: TestDatabase;
  let data: string;
  let store: Store;
  let gateway: ProcessGateway;

  /** Waits until the gateway has printed that. */
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(gateway.output());
      if (found !== null) return found;
      await Promise.race([gateway.child.stdout, gateway.child.stderr].map((stream) => once(stream!, 'data')));
    }
  };
  const pidOf = async (worker: number, nth: number) => {
    const lines = `"event":"worker started","worker":${worker},"pid":(\\d+)`;
    const [, pid] = await printed(new RegExp(Array.from({ length: nth }, () => lines).join('(?:.|\\n)*')));
    return Number(pid);
  };
  const figure = async (name: string) => {
    const page = await (await fetch(`${gateway.url}/metrics`)).text();
    return page.split('\n').filter((line) => line.startsWith(name));
  };
  const send = (school: string, number: number, headers: Readonly<Record<string, string>> = {}, sleutel?: string) => {
    const aanmaakdatum = new Date(Date.UTC(2026, 0, 15, 8) + number * 1000).toISOString();
    const afnames = afname('leerling-0001', resultaat(`r-${number}`));
    const parts = { brin: school, aanmaakdatum, afnames, ...(sleutel === undefined ? {} : { sleutel }) };
    return post(gateway, message(parts), { connection: 'close', ...headers });
  };

  beforeAll(async () => {
    database = await emptyDatabase();
    data = await mkdtemp(path.join(tmpdir(), 'uwlr-workers-'));
    const config = loadConfig({ data }, { UWLR_DATABASE_URL: database.url });
    store = await openStore(storeLocationOf(config));
    await furnish({ store, keyring: (await keyringOf(config, store))! } as Parameters<typeof furnish>[0], SCHOOLS, PARTY);
    const env = { UWLR_DATABASE_URL: database.url, UWLR_WORKERS: '2' };
    gateway = await startProcess(data, ['--trusted-proxies', '127.0.0.1', '--max-failed-attempts', '3'], { env });
    await printed(/Listening on .*; 2 workers\n/);
  });

  afterAll(async () => {
    await gateway?.kill();
    await store?.close();
    await database?.remove();
    if (data !== undefined) await rm(data, { recursive: true, force: true });
  });

  test('stores what comes to either, once, and says in one page of figures how much that was', async () => {
    const same = await Promise.all(Array.from({ length: 12 }, () => send('99XA', 0)));
    expect(same.map(({ status }) => status)).toEqual(Array(12).fill(200));
    for (let number = 1; number <= 3; number++) {
      const answers = await Promise.all(SCHOOLS.map((school) => send(school, number)));
      expect(answers.map(({ status }) => status)).toEqual(SCHOOLS.map(() => 200));
    }
    const results = await Promise.all(SCHOOLS.map((school) => store.results({ school, limit: 100 })));
    expect(results.map(({ items }) => items.length)).toEqual([4, 3, 3, 3]);
    expect(await figure('uwlr_results_stored_total')).toEqual(['uwlr_results_stored_total 13']);
    const workers = [...gateway.output().matchAll(/"event":"exchange","worker":(\d)/g)].map(([, worker]) => worker);
    expect(new Set(workers)).toEqual(new Set(['1', '2']));
  });

  test('locks a stranger out of both', async () => {
    const stranger = { 'x-forwarded-for': '198.51.100.66' };
    for (let time = 0; time < 3; time++) await send('99XA', 50, stranger, 'een-verzonnen-sleutel');
    // One after the other they come to each worker in turn.
    for (let refused = 0; refused < 4; ) {
      const { rules } = await send('99XA', 50, stranger);
      refused = rules.includes('UWLR-EX-014') ? refused + 1 : 0;
    }
    expect((await send('99XA', 60, { 'x-forwarded-for': '192.0.2.10' })).status).toBe(200);
  });

  test('replaces one that is killed, and loses nothing that was confirmed', async () => {
    const [counted] = await figure('uwlr_results_stored_total');
    process.kill(await pidOf(1, 1), 'SIGKILL');
    await printed(/"worker ended","worker":1,"signal":"SIGKILL"/);
    expect((await send('99XB', 100)).status).toBe(200);
    await printed(/"gateway started"(?:.|\n)*"gateway started"(?:.|\n)*"gateway started"/);
    for (let number = 101; number < 105; number++) expect((await send('99XB', number)).status).toBe(200);
    expect(await figure('uwlr_results_stored_total')).toEqual([`uwlr_results_stored_total ${Number(counted!.split(' ')[1]) + 5}`]);
    expect((await store.results({ school: '99XB', limit: 100 })).items).toHaveLength(8);
  });

  test('stops in good order, and each worker says so in the audit', async () => {
    expect(await gateway.stop()).toBe(0);
    expect(gateway.output().match(/"event":"gateway stopped"/g)).toHaveLength(2);
    const { items } = await store.audit({ limit: 100 });
    expect(items.filter(({ operation }) => operation === 'gateway.stop')).toHaveLength(2);
  });
});
