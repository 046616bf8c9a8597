import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { openStore } from '../../src/store/open.js';
import { uwlr } from '../cli/support/uwlr.js';
import { layEmptyStore } from '../support/empty-store.js';
import { furnish, PARTY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';

const disk = mkdtempSync(path.join(tmpdir(), 'uwlr-disk-'));
const data = path.join(disk, 'data');
const ballast = path.join(disk, 'ballast');
const mounted = mount();
if (!mounted) console.log('full disk: skipped, as a small file system cannot be mounted here');

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves no byte. */
function fill(): void {
  const handle = openSync(ballast, 'a');
  const piece = Buffer.alloc(4096);
  try {
    for (;;) writeSync(handle, piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(handle);
  }
}

const makeRoom = () => rmSync(ballast);

function numbered(number: number): string {
  const at = new Date(Date.UTC(2026, 3, 1) + number * 1000).toISOString();
  return message({ aanmaakdatum: at, afnames: afname(`leerling-${number}`, resultaat(`r-${number}`)) });
}

const UNAVAILABLE = { status: 500, code: 'Server.TijdelijkNietBeschikbaar', rules: ['UWLR-EX-005'] };

async function page({ url }: { readonly url: string }, route: string): Promise<string> {
  const response = await fetch(url + route);
  return `${response.status} ${(await response.text()).trim()}`;
}

async function untilReadyzSays(gateway: { readonly url: string }, words: string): Promise<void> {
  while ((await page(gateway, '/readyz')) !== words) await new Promise((resolve) => setTimeout(resolve, 50));
}

const FULL = '503 not ready: the disk is full';

(mounted ? describe : describe.skip)('a gateway whose disk is full', () => {
  let gateway: ProcessGateway | undefined;

  beforeAll(async () => {
    mkdirSync(data, { mode: 0o700 });
    await layEmptyStore(data);
    const made = await startGateway(loadConfig({ data, port: 0, logLevel: 'error' }, {}), { shortLived: true });
    await furnish(made, ['99XX'], PARTY);
    expect(await post(made, numbered(1))).toMatchObject({ status: 200 });
    await made.stop();
  });
  beforeEach(() => {
    gateway = undefined;
  });
  afterEach(() => gateway?.kill());

  /** Results that were confirmed, over all tests: each is there, once. */
  let confirmed = 1;

  /** Delivers, and gives whether it was confirmed: anything else has to be the fault that says to come again. */
  async function isConfirmed(to: ProcessGateway, number: number): Promise<boolean> {
    const answer = await post(to, numbered(number));
    if (answer.status === 200) {
      confirmed += 1;
      return true;
    }
    expect(answer).toMatchObject(UNAVAILABLE);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    return false;
  }

  async function expectAllThere(): Promise<void> {
    const store = await openStore({ dataDirectory: data, shortLived: true });
    expect((await store.results({ school: '99XX', limit: 500 })).items).toHaveLength(confirmed);
    expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
    await store.close();
  }

  test('refuses for the time being, says so without a message too, and goes on when there is room', async () => {
    gateway = await startProcess(data);
    expect(await isConfirmed(gateway, 2)).toBe(true);
    fill();
    await untilReadyzSays(gateway, FULL);
    expect(await page(gateway, '/livez')).toBe('200 ok');
    const refused: number[] = [];
    // What is left in files that are there already may hold some more.
    for (let number = 3; refused.length < 3; number++) if (!(await isConfirmed(gateway, number))) refused.push(number);
    expect(await page(gateway, '/readyz')).toBe(FULL);
    expect(await uwlr(['doctor', '--data', data])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^WRONG +store: room on the disk +the disk .* is full$/m),
    });
    // The record of a message cannot be kept either: that is the same trouble, and is told once.
    const told = [...gateway.output().matchAll(/"event":"exchange failed","exchangeId":"([^"]+)"/g)].map(([, id]) => id);
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual([...new Set(told)]);
    makeRoom();
    await untilReadyzSays(gateway, '200 ready');
    for (const number of refused) expect(await isConfirmed(gateway, number)).toBe(true);
    expect(await gateway.stop()).toBe(0);
    gateway = undefined;
    await expectAllThere();
  });

  test.each([
    ['stopped', 1000],
    ['was killed', 2000],
  ])('at its start after it %s answers what it can, and takes messages in when there is room', async (how, first) => {
    const before = await startProcess(data);
    expect(await isConfirmed(before, first)).toBe(true);
    if (how === 'stopped') expect(await before.stop()).toBe(0);
    else await before.kill();
    fill();
    gateway = await startProcess(data);
    expect(await page(gateway, '/readyz')).toBe(FULL);
    expect(await page(gateway, '/livez')).toBe('200 ok');
    expect(await page(gateway, '/metrics')).toContain('uwlr_store_trouble{kind="full"} 1');
    expect(await isConfirmed(gateway, first + 1)).toBe(false);
    makeRoom();
    await untilReadyzSays(gateway, '200 ready');
    expect(await isConfirmed(gateway, first + 1)).toBe(true);
    expect(await gateway.stop()).toBe(0);
    gateway = undefined;
    await expectAllThere();
  });
});
