import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { roomForConnections } from '../../src/gateway/connections/descriptors.js';
import { layEmptyStore } from '../support/empty-store.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';

const hasPrlimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;

let gateway: ProcessGateway | undefined;
let data: string | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway?.kill();
  if (data !== undefined) await rm(data, { recursive: true, force: true });
});

test.each([
  [20_000, 19_872],
  [1024, 896],
  [256, 128],
  [100, 50],
])('of %d descriptors, %d can be connections', (limit, room) => {
  expect(roomForConnections(limit)).toBe(room);
});

(hasPrlimit ? test : test.skip)('when all descriptors are used up the gateway says so, makes room, and goes on', async () => {
  data = await mkdtemp(path.join(tmpdir(), 'uwlr-descriptors-'));
  await layEmptyStore(data);
  gateway = await startProcess(data);
  const { url, output, child } = gateway;
  // Less than it was promised when it started, as when something else in the process has taken them.
  execFileSync('prlimit', ['--pid', String(child.pid), '--nofile=64:64']);
  const { hostname, port } = new URL(url);
  const hold = () => sockets.push(connect(Number(port), hostname).on('error', () => undefined));
  while (!output().includes('"descriptors spent"')) {
    for (let n = 0; n < 5; n++) hold();
    await new Promise((resolve) => sockets.at(-1)?.once('close', resolve).once('connect', resolve));
    await nextTurn();
  }
  let page: string | undefined;
  while (page === undefined) {
    page = await fetch(`${url}/metrics`, { headers: { connection: 'close' } }).then(
      (answer) => answer.text(),
      () => undefined,
    );
  }
  expect(Number(/^uwlr_connections_cut_total\{by="descriptors"\} (\d+)$/m.exec(page)?.[1])).toBeGreaterThan(0);
  expect(child.exitCode).toBeNull();
  expect(output().match(/"descriptors spent"/g)).toHaveLength(1);
});
