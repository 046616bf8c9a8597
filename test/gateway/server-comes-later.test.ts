import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';

/** Passes on what comes to a port of this machine. */
async function passOn(port: number, to: URL): Promise<Server> {
  const server = createServer((near: Socket) => {
    const far = connect(Number(to.port), to.hostname);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

await describePostgres('a gateway that is started before its database server', () => {
  let database: TestDatabase;
  let data: string;
  let gateway: ProcessGateway | undefined;
  let line: Server | undefined;

  beforeAll(async () => {
    database = await emptyDatabase();
    data = await mkdtemp(path.join(tmpdir(), 'uwlr-later-'));
  });

  afterAll(async () => {
    await gateway?.kill();
    line?.close();
    await database?.remove();
    await rm(data, { recursive: true, force: true });
  });

  test('says what it waits for, refuses messages for now, and begins once the server is there', async () => {
    const real = new URL(database.url);
    const probe = await passOn(0, real);
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    const url = new URL(database.url);
    url.port = String(port);
    url.hostname = '127.0.0.1';
    gateway = await startProcess(data, [], { env: { UWLR_DATABASE_URL: url.href } });
    const ready = () => fetch(`${gateway!.url}/readyz`).then(async (answer) => [answer.status, await answer.text()]);
    expect(await ready()).toEqual([503, 'not ready: the database does not answer\n']);
    const refused = await fetch(`${gateway.url}/soap/leerresultaten`, { method: 'POST', body: '<x/>' });
    expect([refused.status, await refused.text()]).toEqual([500, expect.stringContaining('Server.TijdelijkNietBeschikbaar')]);
    expect(gateway.output()).toMatch(/"event":"store trouble","storeTrouble":"gone"/);
    expect(gateway.output()).not.toContain(url.password === '' ? '\0' : url.password);
    line = await passOn(port, real);
    while ((await ready())[0] !== 200);
    expect(gateway.output()).toContain('"event":"store trouble over"');
    expect(await gateway.stop()).toBe(0);
  });
});
