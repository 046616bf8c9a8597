import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/conformance/report/report.js';
import { SIMULATED_CALLER, startSimulatedLas } from '../../src/simulator/las.js';
import { ONE_LINE, type Outcome, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

let space: Workspace;
/** All that came in at an address that a report names. */
const came: string[] = [];
let recording: Server;
let report: Report;
const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
const env = { UWLR_CONFORM_KEY: autorisatiesleutel };

function conform(...args: string[]): Promise<Outcome> {
  return uwlr(['conform', ...args], { env });
}

function file(name: string, content: unknown): string {
  writeFileSync(space.path(name), typeof content === 'string' ? content : JSON.stringify(content));
  return space.path(name);
}

function address(): string {
  return `http://localhost:${(recording.address() as AddressInfo).port}/`;
}

/** A report with a failure, whose settings somebody wrote. */
function forged(settings: Report['subject']['settings']): string {
  return file('forged.json', { ...report, subject: { ...report.subject, settings: { ...report.subject.settings, ...settings } } });
}

beforeAll(async () => {
  space = await workspace();
  recording = createServer((request, response) => {
    request.on('data', (piece: Buffer) => came.push(piece.toString('utf8')));
    request.on('end', () => response.writeHead(500, { 'content-type': 'text/xml' }).end('<a/>'));
  }).listen(0, 'localhost');
  await once(recording, 'listening');
  const las = await startSimulatedLas();
  const caller = ['--klantcode', klantcode, '--klantnaam', `${klantnaam}x`, '--only', 'las/pupils/answered'];
  report = JSON.parse((await conform('las', las.endpoint, ...caller, '--json')).stdout) as Report;
  await las.close();
  expect(report.counts.fail).toBe(1);
});
afterAll(async () => {
  recording.close();
  recording.closeAllConnections();
  await space.remove();
});

describe('the report of somebody else', () => {
  const secret = 'iets-van-deze-machine';

  test.each([
    ['reads a file', () => ({ keyFile: file('private.txt', secret) })],
    ['writes a file', () => ({ html: space.path('written.html') })],
    ['reads a config file', () => ({ config: file('config.json', { keyFile: file('private.txt', secret) }) })],
    ['gives leave', () => ({ school: '12AB', authorisedBy: 'Niemand' })],
    ['keeps traffic', () => ({ keepTraffic: true })],
    ['presents a certificate', () => ({ clientCertificate: file('private.txt', secret) })],
  ])('never %s by its settings', async (_, settings) => {
    for (const command of [['replay'], ['rerun', 'las/pupils/answered']]) {
      came.length = 0;
      const { code, stderr } = await conform(...command, forged({ url: address(), ...settings() }));
      expect([code, stderr, came]).toEqual([3, expect.stringMatching(/no run writes/), []]);
      expect(stderr).toMatch(ONE_LINE);
    }
  });

  test.each([
    ['its address', { url: '--key-file=private.txt' }],
    ['the value of a setting', { klantnaam: '--safe', school: '--keep-traffic' }],
  ])('adds no flag by %s', async (_, settings) => {
    came.length = 0;
    const { code, stderr } = await conform('replay', forged({ url: address(), ...settings }));
    expect([code === 2 || code === 3, came]).toEqual([true, []]);
    expect(stderr).toMatch(ONE_LINE);
  });

  test('is not followed to another machine without a word', async () => {
    const { code, stderr } = await conform('replay', forged({ url: 'http://las.invalid/uwlr', safe: false }));
    expect([code, stderr]).toEqual([3, expect.stringMatching(/sending to http:\/\/las\.invalid\/uwlr, also what is stored there/)]);
  });
});

describe('the query of an address', () => {
  test('is in no report, and replay asks for the address', async () => {
    const las = await startSimulatedLas();
    try {
      const caller = ['--klantcode', klantcode, '--klantnaam', `${klantnaam}x`, '--only', 'las/pupils/answered'];
      const place = `${las.endpoint}?sleutel=geheim-in-adres`;
      const outputs = ['--html', space.path('q.html'), '--junit', space.path('q.xml'), '--markdown', space.path('q.md')];
      const { stdout } = await conform('las', place, ...caller, '--results-url', place, ...outputs, '--json');
      expect(stdout).not.toContain('geheim-in-adres');
      const kept = file('query.json', stdout);
      expect(await conform('replay', kept)).toMatchObject({ code: 3, stderr: expect.stringMatching(/give the address behind the report/) });
      expect(await conform('replay', kept, place)).toMatchObject({ code: 3, stderr: expect.stringMatching(/give --results-url/) });
      expect(await conform('replay', kept, place, '--results-url', place, '--klantnaam', klantnaam)).toMatchObject({ code: 0 });
    } finally {
      await las.close();
    }
  });
});

test('nothing is stored unasked on another machine, also when only the service for results is there', async () => {
  const las = await startSimulatedLas();
  try {
    const run = ['las', las.endpoint, '--results-url', 'http://las.invalid/uwlr', '--klantcode', klantcode, '--klantnaam', klantnaam];
    const { stdout } = await conform(...run, '--only', 'las/results', '--json');
    const { subject, tests, exchanges } = JSON.parse(stdout) as Report;
    expect(subject.safe).toBe(true);
    expect(tests.some(({ reason }) => reason === 'it writes, and --safe leaves that out')).toBe(true);
    expect(exchanges.filter(({ request }) => request.url.includes('las.invalid'))).toEqual([]);
  } finally {
    await las.close();
  }
});

test('a real school that the key should not open needs leave too: a LAS with a defect gives its data', async () => {
  const run = ['las', 'http://localhost:1/', '--other-school', '12AB'];
  expect(await conform(...run)).toMatchObject({ code: 2, stderr: expect.stringMatching(/12AB may exist: --authorised-by/) });
});
