import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Vendor } from '../../src/simulator/vendor.js';
import { SyntheticSchool } from '../../src/synthetic/results/small-school.js';
import { firstLine, json, runApart, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
}

let space: Workspace;
let data: string;
let serving: Serving | undefined;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
});

afterEach(async () => {
  const { child } = serving ?? {};
  serving = undefined;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
});

afterAll(() => space.remove());

async function serve(...args: string[]): Promise<Serving> {
  const child = start(['serve', '--json', '--port', '0', '--data', data, ...args]);
  const { url, port } = JSON.parse(await firstLine(child)) as { url: string; port: number };
  serving = { child, url, port };
  return serving;
}

interface Exchanges {
  readonly items: readonly { readonly id: string; readonly outcome: string; readonly faultCode?: string; readonly resultCount: number }[];
}

describe('serve', () => {
  test('says where it listens, and takes deliveries of a vendor until its agreement ends', async () => {
    await json(['school', 'add', '--brin', '99AB', '--name', 'De Proef', '--data', data]);
    await json(['party', 'add', '--klantcode', 'DEMO', '--klantnaam', 'Verzonnen EA', '--role', 'ea', '--data', data]);
    const { url } = await serve();
    // Made while the gateway runs: it notices.
    const { agreements, autorisatiesleutel } = await json<{ agreements: { id: string }[]; autorisatiesleutel: string }>([
      ...['agreement', 'add', '--school', '99AB', '--party', 'DEMO', '--exchange', 'leerresultaten', '--purpose', 'Test', '--data', data],
    ]);
    const vendor = await Vendor.connect(`${url}/soap/leerresultaten?wsdl`, {
      autorisatiesleutel,
      klantcode: 'DEMO',
      klantnaam: 'Verzonnen EA',
    });
    const school = new SyntheticSchool({ brincode: '99AB' });
    const delivered = await vendor.deliver(school.results(new Date('2025-11-20T09:00:00Z')));
    expect(delivered.accepted).toBe(true);
    expect(await vendor.resend(delivered.xml)).toEqual({ accepted: true });
    await json(['agreement', 'end', agreements[0]?.id as string, '--data', data]);
    const refused = await vendor.deliver(school.results(new Date('2025-11-20T09:01:00Z')));
    expect(refused).toMatchObject({ accepted: false, code: 'Client.AutorisatieOngeldig', findings: [{ rule: 'UWLR-EX-002' }] });
  });

  test('leaves behind what results list and exchange list and show tell', async () => {
    const { items } = await json<{ items: { learner: string; date: string }[] }>(['results', 'list', '--school', '99AB', '--data', data]);
    expect(items).toHaveLength(14);
    expect(items[0]?.date).toBe('2025-11-19');
    const learner = items[0]?.learner as string;
    const own = await json<{ items: { learner: string }[] }>(['results', 'list', '--school', '99AB', '--learner', learner, '--data', data]);
    expect(new Set(own.items.map((item) => item.learner))).toEqual(new Set([learner]));
    const page = await json<{ items: unknown[]; next: string }>(['results', 'list', '--school', '99AB', '--limit', '10', '--data', data]);
    const rest = await json<{ items: unknown[]; next?: string }>([
      'results',
      'list',
      '--school',
      '99AB',
      '--cursor',
      page.next,
      '--data',
      data,
    ]);
    expect([page.items.length, rest.items.length, rest.next]).toEqual([10, 4, undefined]);

    const exchanges = await json<Exchanges>(['exchange', 'list', '--school', '99AB', '--data', data]);
    expect(exchanges.items.map(({ outcome }) => outcome)).toEqual(['refused', 'repeated', 'accepted']);
    const refused = await json<Exchanges>(['exchange', 'list', '--outcome', 'refused', '--party', 'DEMO', '--data', data]);
    expect(refused.items).toEqual([expect.objectContaining({ faultCode: 'Client.AutorisatieOngeldig' })]);

    const { stdout } = await uwlr(['exchange', 'show', exchanges.items[2]?.id as string, '--data', data]);
    expect(stdout).toContain('1 x leerresultaten_verzoek/school/auteur');
    expect(stdout).not.toContain('Verzonnen');
    const table = await uwlr(['results', 'list', '--school', '99AB', '--data', data]);
    expect(table.stdout).toContain('Rekenen blok 1');
    expect(table.stdout).not.toContain('LAS-1001');
  });

  test.each([
    ['a school that is not there', 1, ['results', 'list', '--school', '99ZZ']],
    ['an exchange that is not there', 1, ['exchange', 'show', 'nergens']],
    ['a limit that is none', 2, ['results', 'list', '--school', '99AB', '--limit', '0']],
    ['an outcome that is none', 2, ['exchange', 'list', '--outcome', 'lost']],
    ['no school', 2, ['results', 'list']],
  ])('asked for %s, lists end with %d', async (_what, expected, args) => {
    expect((await uwlr([...args, '--data', data])).code).toBe(expected);
  });

  test('leaves a data directory that doctor finds in order', async () => {
    const { ok, checks } = await json<{ ok: boolean; checks: { check: string; ok: boolean }[] }>(['doctor', '--data', data]);
    expect(ok).toBe(true);
    expect(checks.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['node', 'settings', 'data directory', 'secret', 'store: integrity']),
    );
  });

  test('stops in good order on SIGTERM: exit code 0', async () => {
    const { child, url } = await serve();
    expect(await (await fetch(`${url}/readyz`)).text()).toBe('ready\n');
    child.kill('SIGTERM');
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  test('stops at once on a second signal, though a message is in work', async () => {
    const { child, port } = await serve('--shutdown-seconds', '600');
    const half = connect(port, '127.0.0.1');
    half.on('error', () => undefined);
    half.write('POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<a>');
    await once(half, 'connect');
    await fetch(`http://127.0.0.1:${port}/livez`);
    child.kill('SIGINT');
    while (await listens(port)) await wait(20);
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(3);
    half.destroy();
  });

  test('on a port that is taken could not run', async () => {
    const { port } = await serve();
    const { code, stderr } = await runApart(['serve', '--port', String(port), '--data', space.path('other')]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: `uwlr: port ${port}: the port is in use by another program\n` });
  });
});

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
  socket.destroy();
  return open;
}
