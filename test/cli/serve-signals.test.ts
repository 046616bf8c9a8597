import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hasOpenssl, makeAuthority } from '../support/authority.js';
import { beginProcess, type ProcessGateway, startProcess } from '../support/process-gateway.js';
import { start } from './support/uwlr.js';

const HARMLESS = ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

let root: string;
let gateway: ProcessGateway | undefined;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'uwlr-signals-'));
});
afterEach(async () => {
  await gateway?.kill();
  gateway = undefined;
});
afterAll(() => rm(root, { recursive: true, force: true }));

// Windows has none of these.
const describeSignals = process.platform === 'win32' ? describe.skip : describe;

describeSignals('a gateway that runs', () => {
  test('goes on after HUP, USR1 and USR2, opens no debugger, and stops in good order on QUIT', async () => {
    gateway = await startProcess(path.join(root, 'plain'), [], { env: { UWLR_MODE: 'production' } });
    const { child, url, output } = gateway;
    for (const signal of HARMLESS) {
      child.kill(signal);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    }
    child.kill('SIGQUIT');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output()).toContain('"gateway stopped"');
    expect(output()).not.toMatch(/debugger/i);
  });

  (hasOpenssl ? test : test.skip)('with TLS reads its certificate again on HUP', async () => {
    const pair = makeAuthority(root).sign('server', '/CN=localhost', 'subjectAltName=IP:127.0.0.1');
    gateway = await startProcess(path.join(root, 'tls'), ['--tls-cert', pair.certFile, '--tls-key', pair.keyFile]);
    const { child, output } = gateway;
    // Files that differ from those that it has, and are of no use.
    await writeFile(pair.certFile, '');
    child.kill('SIGHUP');
    while (!output().includes('"certificates not renewed"')) await once(child.stderr as NodeJS.ReadableStream, 'data');
    await writeFile(pair.certFile, pair.cert.repeat(2));
    child.kill('SIGHUP');
    while (!output().includes('"certificates renewed"')) await once(child.stderr as NodeJS.ReadableStream, 'data');
  });
});

describeSignals('a command other than serve', () => {
  test('opens no debugger on USR1 either, and goes on', async () => {
    const child = start(['validate', '-']);
    let said = '';
    child.stderr?.on('data', (piece) => {
      said += piece;
    });
    // It has begun once it takes what it is given: more than a pipe holds.
    await new Promise((resolve) => child.stdin?.write(' '.repeat(1_000_000), resolve));
    child.kill('SIGUSR1');
    child.stdin?.end();
    const [code, signal] = await once(child, 'close');
    expect([code, signal]).toEqual([1, null]);
    expect(said).not.toMatch(/debugger/i);
  });
});

describeSignals('a gateway in the middle of its start', () => {
  /** It reads its extensions, from a pipe into which nothing was written yet; `goOn` lets it finish. */
  async function starting(name: string) {
    const pipe = path.join(root, `${name}.json`);
    execFileSync('mkfifo', [pipe]);
    const { child, ready } = beginProcess(path.join(root, name), [], { env: { UWLR_EXTENSIONS: pipe } });
    // Opens once somebody reads.
    const writer = await open(pipe, 'w');
    const goOn = async () => {
      await writer.writeFile('[]');
      await writer.close();
      gateway = await ready;
      return gateway;
    };
    return { child, goOn };
  }

  test('is not ended by HUP, USR1 and USR2', async () => {
    const { child, goOn } = await starting('held');
    for (const signal of HARMLESS) child.kill(signal);
    const { url, output } = await goOn();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(output()).not.toMatch(/debugger/i);
  });

  test('stops in good order on TERM, as soon as it has started', async () => {
    const { child, goOn } = await starting('stopped');
    child.kill('SIGTERM');
    const closed = once(child, 'close');
    const { output } = await goOn();
    expect(await closed).toEqual([0, null]);
    expect(output()).toContain('"gateway stopped"');
  });
});
