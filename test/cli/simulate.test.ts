import { on, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { entriesOf } from '../../src/simulator/ledger.js';
import { Vendor } from '../../src/simulator/vendor.js';
import { SyntheticSchool } from '../../src/synthetic/results/small-school.js';
import { message } from '../support/messages.js';
import { firstLine, json, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

test('a simulated administration can be synced from by what it prints, until it is told to stop', async () => {
  const child = start(['simulate', 'las', '--learners', '40', '--deviation', 'wrong-order,empty-prefix', '--json']);
  try {
    const las = JSON.parse(await firstLine(child)) as Record<'endpoint' | 'klantcode' | 'klantnaam' | 'autorisatiesleutel', string>;
    const data = ['--data', space.path('data')];
    const done = async (...args: string[]) => expect((await uwlr([...args, ...data])).code).toBe(0);
    await done('school', 'add', '--brin', '99XX', '--name', 'Proef');
    const party = ['--klantcode', las.klantcode, '--klantnaam', las.klantnaam, '--role', 'las', '--endpoint', las.endpoint];
    await done('party', 'add', ...party, '--policy', 'tolerant');
    const agreed = ['--school', '99XX', '--party', las.klantcode, '--exchange', 'leerlinggegevens', '--profile', 'smalle-set'];
    await done('agreement', 'add', ...agreed, '--purpose', 'Proef', '--key', las.autorisatiesleutel);
    const report = await json<{ outcome: string; summary: object }>(['sync', '--school', '99XX', '--allow-targets', 'localhost', ...data]);
    expect(report).toMatchObject({ outcome: 'updated', summary: { learners: { after: 40 } } });
  } finally {
    child.kill('SIGTERM');
  }
  expect((await once(child, 'close'))[0]).toBe(0);
});

test('a simulated administration asks for the key in a file, which it makes, and can read results tolerantly', async () => {
  const keyFile = space.path('nieuw.key');
  const own = ['--key-file', keyFile, '--klantcode', 'GATEWAY-7', '--policy', 'tolerant', '--port', '0'];
  const child = start(['simulate', 'las', ...own, '--json']);
  try {
    const las = JSON.parse(await firstLine(child)) as Record<string, string>;
    expect(las).toMatchObject({ klantcode: 'GATEWAY-7', klantnaam: 'Gateway van de school' });
    expect(las).not.toHaveProperty('autorisatiesleutel');
    const sleutel = readFileSync(keyFile, 'utf8').trim();
    // Elements in another order: an error to the letter of the standard.
    const header = { sleutel, klantcode: 'GATEWAY-7', klantnaam: 'Gateway van de school' };
    const body = message(header).replace(/(<aanmaakdatum>.*?<\/aanmaakdatum>)(<xsdversie>.*?<\/xsdversie>)/, '$2$1');
    const answer = await fetch(las['resultsEndpoint'] as string, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('leerresultaten_bevestiging')]);
  } finally {
    child.kill('SIGTERM');
  }
});

test('a simulated vendor says what it got, and ends with 3 when nothing answered it', async () => {
  const keyFile = space.path('ea.key');
  const child = start(['simulate', 'las', '--key-file', keyFile, '--learners', '9', '--json']);
  const vendor = (...to: string[]) => uwlr(['simulate', 'ea', '--key-file', keyFile, '--rounds', '1', ...to]);
  try {
    const las = JSON.parse(await firstLine(child)) as Record<'endpoint' | 'resultsEndpoint', string>;
    expect(await vendor('--to', las.endpoint, '--school', '99ZZ')).toMatchObject({
      code: 0,
      stdout: 'Asked for pupils: fault Client.AutorisatieOngeldig.\n',
    });
    expect(await vendor('--to', las.endpoint, '--results-to', las.resultsEndpoint)).toMatchObject({
      code: 0,
      stdout: 'Asked for pupils: 9 pupils.\nDelivered results of 6 takings: confirmed.\n',
    });
  } finally {
    child.kill('SIGTERM');
  }
  expect(await vendor('--to', 'http://localhost:9/')).toMatchObject({
    code: 3,
    stdout: 'Asked for pupils: nothing listens there, or the host is unknown.\n',
    stderr: 'uwlr: http://localhost:9/: no answer of UWLR came\n',
  });
});

test('a simulated administration takes results, says so, and writes them down', async () => {
  const file = space.path('ledger.ndjson');
  const child = start(['simulate', 'las', '--ledger', file, '--refuse-key', 'lez-m5-afname-2', '--json']);
  try {
    const lines = on(createInterface(child.stdout as Readable), 'line')[Symbol.asyncIterator]();
    const next = async () => JSON.parse(String((await lines.next()).value)) as Record<string, string>;
    const { resultsEndpoint = '', ...las } = await next();
    const made = new SyntheticSchool({ brincode: '99XX', pupils: 2 }).results(new Date());
    const vendor = await Vendor.connect(`${resultsEndpoint}?wsdl`, {
      autorisatiesleutel: las['autorisatiesleutel'] ?? '',
      klantcode: las['klantcode'] ?? '',
      klantnaam: las['klantnaam'] ?? '',
    });
    expect(await vendor.deliver(made)).toMatchObject({ accepted: false, code: 'Client.ScoreOngeldig' });
    const [pupil] = made.toetsafnames.toetsafname;
    if (pupil === undefined) throw new Error('nobody took a test');
    expect(await vendor.deliver({ ...made, toetsafnames: { toetsafname: [pupil] } })).toMatchObject({ accepted: true });
    expect(await next()).toEqual({ school: '99XX', version: '2.2', results: 3 });
    const [entry, ...more] = entriesOf(readFileSync(file, 'utf8'));
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ school: '99XX', message: made.school.aanmaakdatum });
    expect(entry?.items.map(({ key }) => key)).toEqual(pupil.resultaten.resultaat.map(({ key }) => key));
  } finally {
    child.kill('SIGTERM');
  }
  expect((await once(child, 'close'))[0]).toBe(0);
});

test('a ledger that cannot be written stops it before it begins', async () => {
  const { code, stderr } = await uwlr(['simulate', 'las', '--ledger', space.path('nergens/ledger.ndjson')]);
  expect([code, stderr]).toEqual([3, expect.stringContaining('ledger')]);
});

test('a simulated receiver of webhooks takes in what is signed with the secret that it prints, and writes it down', async () => {
  const file = space.path('webhook.ndjson');
  const child = start(['simulate', 'webhook', '--ledger', file, '--json']);
  const ended = once(child, 'close');
  const lines = createInterface(child.stdout as Readable)[Symbol.asyncIterator]();
  const line = async () => JSON.parse((await lines.next()).value ?? '{}') as Record<string, string>;
  try {
    const { url = '', secret = '' } = await line();
    const at = new Date();
    const body = JSON.stringify({ type: 'results.stored', batch: 'b-1', school: '99XX', items: [] });
    const signature = new Webhook(secret).sign('b-1', at, body);
    const headers = { 'webhook-id': 'b-1', 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': signature };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(204);
    expect(await line()).toEqual({ message: 'b-1', school: '99XX', results: 0, withdrawn: 0, again: false });
    expect(entriesOf(readFileSync(file, 'utf8'))).toMatchObject([{ message: 'b-1', school: '99XX', items: [] }]);
  } finally {
    child.kill('SIGTERM');
  }
  expect((await ended)[0]).toBe(0);
});

test('a deviation that it does not have is wrong usage', async () => {
  const { code, stderr } = await uwlr(['simulate', 'las', '--deviation', 'rudeness']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('wrong-order')]);
});
