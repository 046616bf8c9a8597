import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { Senders } from '../../src/delivery/targets/senders.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { DeliveryMetrics } from '../../src/telemetry/delivery-metrics.js';
import { furnish, PARTY, post } from '../support/gateway.js';
import { message } from '../support/messages.js';

const silent = () => ({ log: new Writable({ write: (_chunk, _encoding, done) => done() }) });
const SECRET = 'een-geheim-van-meer-dan-tweeendertig-tekens';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-life-'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

function start(settings: Record<string, string | number> = {}, secret = SECRET): Promise<Gateway> {
  return startGateway(loadConfig({ data: directory, port: 0, ...settings }, { UWLR_SECRET: secret }), silent());
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** SQLite removes its write-ahead log when the last connection to the database closes. */
async function storeIsOpen(): Promise<boolean> {
  return (await readdir(directory)).some((file) => file.endsWith('-wal'));
}

/** A message that is in work until it is finished. */
async function halfSent(gateway: Gateway): Promise<{ finish(): void; readonly answered: Promise<number> }> {
  const body = message();
  const proof = body.indexOf('<toetsafnames>');
  const { hostname, port } = new URL(gateway.url);
  const outgoing = request({ hostname, port, path: '/soap/leerresultaten', method: 'POST', headers: { 'content-type': 'text/xml' } });
  const answered = new Promise<number>((resolve, reject) => {
    outgoing.on('response', (incoming) => resolve(incoming.resume().statusCode ?? 0));
    outgoing.on('error', reject);
  });
  await new Promise<void>((resolve) => outgoing.write(body.slice(0, proof), () => resolve()));
  const metrics = () => fetch(`${gateway.url}/metrics`).then((response) => response.text());
  while (!/uwlr_work_messages 1/.test(await metrics())) await new Promise((resolve) => setImmediate(resolve));
  return { finish: () => outgoing.end(body.slice(proof)), answered };
}

async function status(gateway: Gateway, route: string): Promise<number> {
  return (await fetch(gateway.url + route)).status;
}

describe('a gateway', () => {
  test('says that it lives, is ready, and what it measures', async () => {
    const gateway = await start();
    await furnish(gateway, ['99XX'], PARTY);
    await post(gateway, message());
    await post(gateway, 'geen xml');
    expect(await Promise.all(['/livez', '/readyz', '/nergens'].map((route) => status(gateway, route)))).toEqual([200, 200, 404]);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/uwlr_exchanges_total\{[^}]*outcome="accepted"[^}]*party="TESTEA"[^}]*\} 1/);
    expect(metrics).toMatch(/uwlr_exchanges_total\{[^}]*outcome="refused"[^}]*fault="Client.OngeldigBericht"[^}]*party="unknown"[^}]*\} 1/);
    await gateway.stop();
  });

  test('says while it starts that it is being started, and nothing else', async () => {
    const port = await freePort();
    let started = false;
    const starting = start({ port }).finally(() => {
      started = true;
    });
    const said = new Set<string>();
    while (!started) {
      const page = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      if (page !== undefined) said.add(`${page.status} ${(await page.text()).trim()}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await (await starting).stop();
    const expected = ['503 not ready: the gateway is being started', '200 ready'];
    expect([...said].filter((words) => !expected.includes(words))).toEqual([]);
  });

  test('has after a restart what it had before', async () => {
    const first = await start();
    await furnish(first, ['99XX'], PARTY);
    expect(await post(first, message())).toMatchObject({ status: 200 });
    await first.stop();
    const second = await start();
    expect((await second.store.results({ school: '99XX', limit: 10 })).items).toHaveLength(1);
    expect(await post(second, message())).toMatchObject({ status: 200 });
    expect((await second.store.exchanges({ limit: 1 })).items[0]).toMatchObject({ outcome: 'repeated' });
    await second.stop();
  });

  test('does not start with another secret than its data were made with', async () => {
    const first = await start();
    await furnish(first, ['99XX'], PARTY);
    await post(first, message());
    await first.stop();
    await expect(start({}, `${SECRET}-anders`)).rejects.toMatchObject({ name: 'ConfigError', setting: 'UWLR_SECRET' });
    await (await start()).stop();
  });

  test('lets a message in work end before it stops, and takes no other', async () => {
    const gateway = await start();
    await furnish(gateway, ['99XX'], PARTY);
    const { finish, answered } = await halfSent(gateway);
    const stopped = gateway.stop();
    await expect(fetch(`${gateway.url}/livez`, { headers: { connection: 'close' } })).rejects.toThrow();
    finish();
    expect(await answered).toBe(200);
    await stopped;
  });

  test('does not wait longer than it was told for one that does not end', async () => {
    const gateway = await start({ shutdownSeconds: 0 });
    const { hostname, port } = new URL(gateway.url);
    const outgoing = request({ hostname, port, path: '/soap/leerresultaten', method: 'POST', headers: { 'content-type': 'text/xml' } });
    const cut = new Promise<string>((resolve) => outgoing.on('error', ({ message: text }) => resolve(text)));
    outgoing.write('<x>');
    const [socket] = (await once(outgoing, 'socket')) as [Socket];
    if (socket.connecting) await once(socket, 'connect');
    await gateway.stop();
    expect(await cut).toMatch(/hang up|ECONNRESET/);
  });

  test('that cannot start any further, once its store is open, closes the store and gives up its data and its port', async () => {
    const port = await freePort();
    jest.spyOn(DeliveryMetrics.prototype, 'readFrom').mockImplementation(() => {
      throw new Error('no room for this');
    });
    await expect(start({ port })).rejects.toThrow('no room for this');
    expect(await storeIsOpen()).toBe(false);
    jest.restoreAllMocks();
    await (await start({ port })).stop();
  });

  test('closes its store and gives up its data also when something else does not end well', async () => {
    const gateway = await start();
    expect(await storeIsOpen()).toBe(true);
    jest.spyOn(Senders.prototype, 'close').mockRejectedValue(new Error('does not close'));
    await expect(gateway.stop()).rejects.toThrow('does not close');
    expect(await storeIsOpen()).toBe(false);
    jest.restoreAllMocks();
    await (await start()).stop();
  });

  test('stops once, however often it is told', async () => {
    const gateway = await start();
    await Promise.all([gateway.stop(), gateway.stop()]);
    await gateway.stop();
  });
});
