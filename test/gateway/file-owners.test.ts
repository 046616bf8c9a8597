import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ProcessGateway, startProcess, uwlr } from '../support/process-gateway.js';

/** Nobody of this machine; its data directory is its own. */
const USER = 54_321;
const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.log('file owners: skipped, as only root can run a gateway as somebody else');

let parent: string;
let data: string;
let gateway: ProcessGateway | undefined;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'uwlr-owners-'));
  chmodSync(parent, 0o755);
  data = path.join(parent, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, USER, USER);
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  rmSync(parent, { recursive: true, force: true });
});

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${gateway?.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
}

(isRoot ? describe : describe.skip)('commands that root runs on the data of a gateway that somebody else runs', () => {
  test('leave nothing that the gateway cannot open: it starts, takes its secret, and purges', async () => {
    await uwlr(['school', 'add', '--brin', '99XX', '--name', 'School', '--data', data]);
    await uwlr(['retention', 'run', '--data', data]);
    await uwlr(['audit', 'verify', '--data', data]);
    const made = readdirSync(data);
    expect(made).toEqual(expect.arrayContaining(['uwlr.db', 'secret', 'purge.lock']));
    const others = made.filter(
      (name) => statSync(path.join(data, name)).uid !== USER || (statSync(path.join(data, name)).mode & 0o077) !== 0,
    );
    expect(others).toEqual([]);
    gateway = await startProcess(data, [], { uid: USER });
    // While it runs, too.
    await uwlr(['school', 'add', '--brin', '99XY', '--name', 'School', '--data', data]);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    expect(await metric('uwlr_purge_failures_total')).toBe(0);
    expect(gateway.output()).not.toMatch(/purge failed/);
    await gateway.stop();
    gateway = undefined;
    expect(readdirSync(data).filter((name) => statSync(path.join(data, name)).uid !== USER)).toEqual([]);
    expect(await uwlr(['doctor', '--data', data])).toMatch(/All is well/);
  });

  test('repair what earlier ones left behind, which until then is counted, and found by doctor', async () => {
    await uwlr(['school', 'add', '--brin', '99XX', '--name', 'School', '--data', data]);
    const lock = path.join(data, 'purge.lock');
    writeFileSync(lock, '', { mode: 0o600 });
    expect(statSync(lock).uid).toBe(0);
    gateway = await startProcess(data, [], { uid: USER });
    while ((await metric('uwlr_purge_failures_total')) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(uwlr(['doctor', '--data', data])).rejects.toThrow(/ended with 1/);
    await uwlr(['retention', 'run', '--data', data]);
    expect(statSync(lock).uid).toBe(USER);
    expect(await uwlr(['doctor', '--data', data])).toMatch(/All is well/);
  });
});
