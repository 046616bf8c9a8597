import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readFileSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { furnish, PARTY } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { type ProcessGateway, type ProcessOptions, startProcess } from '../support/process-gateway.js';

let root: string;
let gateway: ProcessGateway | undefined;
let minute = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'uwlr-log-'));
  await fillData(root);
});
afterEach(async () => {
  await gateway?.kill();
  gateway = undefined;
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Lays a store with a school and a vendor. */
async function fillData(data: string): Promise<void> {
  const made = await startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true, log: new PassThrough().resume() });
  await furnish(made, ['99XX'], PARTY);
  await made.stop();
}

async function start(options: ProcessOptions, data = root): Promise<ProcessGateway> {
  gateway = await startProcess(data, [], options);
  return gateway;
}

/** Sends a message of its own; gives the status of the answer. */
async function deliver(url: string): Promise<number> {
  minute += 1;
  const body = message({ aanmaakdatum: new Date(Date.UTC(2026, 0, 15) + minute * 60_000).toISOString() });
  const response = await fetch(`${url}/soap/leerresultaten`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
  await response.text();
  return response.status;
}

/** Polls until lines were lost: standard error of another process takes as long as it takes. */
async function linesLost(url: string): Promise<number> {
  for (;;) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const lost = Number(/^uwlr_log_lines_lost_total (\d+)$/m.exec(text)?.[1]);
    if (lost !== 0) return lost;
    await deliver(url);
  }
}

describe('the gateway goes on, counts the lines, and stops in good order', () => {
  const full = existsSync('/dev/full') ? test : test.skip;
  full('when standard output is a full device, and the reader of its log goes away', async () => {
    const device = openSync('/dev/full', 'w');
    const { url, child, stop } = await start({ stdout: device });
    closeSync(device);
    child.stderr?.destroy();
    expect(await linesLost(url)).toBeGreaterThan(0);
    expect(await deliver(url)).toBe(200);
    expect(await stop()).toBe(0);
  });

  full('when its log goes to a full device', async () => {
    const device = openSync('/dev/full', 'w');
    const { url, stop } = await start({ stderr: device });
    closeSync(device);
    expect(await linesLost(url)).toBeGreaterThan(0);
    expect(await deliver(url)).toBe(200);
    expect(await stop()).toBe(0);
  });

  const pipes = process.platform === 'linux' ? test : test.skip;
  pipes('when whoever reads its log is stuck', async () => {
    const pipe = path.join(root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const stuck = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    fill(stuck);
    const { url, stop } = await start({ stderr: stuck });
    expect(await deliver(url)).toBe(200);
    expect(await stop()).toBe(0);
    closeSync(stuck);
  });
});

const mounted = mountDisk();
(mounted === undefined ? test.skip : test)(
  'a disk that is full for data and log alike ends nothing; with room again both go on',
  async () => {
    const disk = mounted as string;
    const log = path.join(disk, 'gateway.log');
    const filler = path.join(disk, 'filler');
    const descriptor = openSync(log, 'a');
    try {
      const data = path.join(disk, 'data');
      await fillData(data);
      const { url, stop } = await start({ stderr: descriptor }, data);
      expect(await deliver(url)).toBe(200);
      fillDisk(filler);
      expect(await refused(url)).toBe(500);
      expect(await linesLost(url)).toBeGreaterThan(0);
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      unlinkSync(filler);
      while ((await deliver(url)) !== 200);
      expect(await stop()).toBe(0);
      expect(readFileSync(log, 'utf8')).toMatch(/\n\{[^\n]*"event":"log lines lost","count":\d+\}\n\{/);
    } finally {
      closeSync(descriptor);
    }
  },
);
afterAll(() => {
  if (mounted !== undefined) execFileSync('umount', ['--lazy', mounted]);
});

/** Sends until there is no room left for a message; gives the status of the answer then. */
async function refused(url: string): Promise<number> {
  for (;;) {
    const status = await deliver(url);
    if (status !== 200) return status;
  }
}

function fill(pipe: number): void {
  try {
    for (;;) writeSync(pipe, Buffer.alloc(4096, '\n'));
  } catch {
    // Full.
  }
}

function fillDisk(file: string): void {
  for (const size of [65_536, 4096, 512]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // No more of this size.
    }
  }
}

/** A file system of a few megabytes; undefined, with a message, where this user may not mount one. */
function mountDisk(): string | undefined {
  const directory = execFileSync('mktemp', ['-d', path.join(tmpdir(), 'uwlr-disk-XXXXXX')], { encoding: 'utf8' }).trim();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', directory], { stdio: 'ignore' });
    return directory;
  } catch {
    process.stderr.write('log on a full disk: skipped, no file system can be mounted here\n');
    return undefined;
  }
}
