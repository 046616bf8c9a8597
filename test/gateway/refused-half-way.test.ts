import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LeerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { KEY, PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { STACKS } from '../uwlr/clients/stacks.js';

const MEGABYTE = 1024 * 1024;
const LONG_NAME = 'x'.repeat(20 * MEGABYTE);
const UNKNOWN = { klantcode: 'ONBEKEND' };
const FAULT = 'Client.OngeldigeKlantIdentificatie';

let running: Running;
let directory: string;
/** A message of twenty megabytes, of which the header tells that it is not accepted. */
let refused: string;

beforeAll(async () => {
  running = await startTestGateway();
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-refused-'));
  refused = message(UNKNOWN).replace(/(?=<\/\w+:Body>)/, `<!--${LONG_NAME}-->`);
  expect(refused.length).toBeGreaterThan(LONG_NAME.length);
  await writeFile(path.join(directory, 'refused.xml'), refused);
});
afterAll(async () => {
  await running.stop();
  await rm(directory, { recursive: true, force: true });
});

const endpoint = () => `${running.gateway.url}/soap/leerresultaten`;
const head = (version: string, more: string, length: number) =>
  `POST /soap/leerresultaten HTTP/${version}\r\nHost: x\r\nContent-Type: text/xml\r\n${more}Content-Length: ${length}\r\n\r\n`;

/** In a process of its own: in ours the gateway would take turns with it. Prints what it reads, or why it could not send. */
const SENDER = `
  import { readFileSync } from 'node:fs';
  import { connect } from 'node:net';
  const [port, head, file, behind] = process.argv.slice(1);
  const socket = connect(Number(port), '127.0.0.1').pause();
  socket.on('error', ({ code }) => process.stdout.write(code));
  socket.on('data', (piece) => process.stdout.write(piece));
  socket.write(Buffer.concat([Buffer.from(head), readFileSync(file), Buffer.from(behind)]), () => socket.resume());
`;

/** Sends the refused message before it reads anything, as most stacks do; `behind` comes after it. Gives all that was read. */
function sendThenRead(head: string, behind = ''): Promise<string> {
  const parameters = [new URL(running.gateway.url).port, head, path.join(directory, 'refused.xml'), behind];
  const child = spawn(process.execPath, ['--input-type=module', '-e', SENDER, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  return text(child.stdout);
}

describe('whoever sends twenty megabytes and is refused by the header reads its fault', () => {
  test.each(STACKS.map((stack) => [stack.name, stack] as const))('%s', async (_name, stack) => {
    if (!stack.installed) return;
    const verzoek = {
      school: { schooljaar: '2025-2026', brincode: '99XX', aanmaakdatum: '2026-01-15T09:00:00.000Z', xsdversie: '2.2' },
      toetsafnames: {
        toetsafname: [
          { leerlingid: '1', resultaten: { resultaat: [{ key: 'r', afnamedatum: '2026-01-14', toetscode: 'T1', score: '7' }] } },
        ],
      },
      toetsen: { toets: [{ toetscode: { value: 'T1' }, toetsnaam: LONG_NAME }] },
    } as unknown as LeerresultatenVerzoek;
    const autorisatie = { autorisatiesleutel: KEY, klantcode: UNKNOWN.klantcode, klantnaam: PARTY.klantnaam };
    const { outcomes } = await stack.deliver(`${endpoint()}?wsdl`, endpoint(), [{ autorisatie, verzoek }]);
    expect(outcomes[0]?.slice(0, 200)).toContain(FAULT);
  });

  test.each([
    ['over a connection that stays open', '1.1', 'Connection: keep-alive\r\n'],
    ['over one that is to close', '1.1', 'Connection: close\r\n'],
    ['with HTTP/1.0', '1.0', ''],
  ])('%s, sending all of it first', async (_how, version, more) => {
    const start = head(version, more, Buffer.byteLength(refused));
    if (!more.includes('keep-alive')) expect(await sendThenRead(start)).toContain(FAULT);
    // The connection is good for the next message.
    else expect(await sendThenRead(start, 'GET /livez HTTP/1.0\r\n\r\n')).toMatch(new RegExp(`${FAULT}[^]*\r\nok\n$`));
  });

  test.each(['keep-alive', 'close'])('the client of Node, which says %s', async (connection) => {
    const headers = { 'content-type': 'text/xml', connection };
    const sent = request(endpoint(), { method: 'POST', agent: false, headers }).end(refused);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(await text(response)).toContain(FAULT);
  });

  (spawnSync('curl', ['--version']).status === 0 ? test : test.skip).each([
    ['curl', []],
    ['curl that does not wait for 100 Continue', ['-H', 'Expect:']],
    ['curl with HTTP/1.0', ['-0', '-H', 'Expect:']],
  ])('%s', async (_name, options) => {
    const curl = ['-sS', ...options, '-H', 'Content-Type: text/xml', '--data-binary', `@${path.join(directory, 'refused.xml')}`];
    const child = spawn('curl', [...curl, endpoint()], { stdio: ['ignore', 'pipe', 'inherit'] });
    expect(await text(child.stdout)).toContain(FAULT);
  });
});

test.each(['message', 'message with a remark before its envelope'])('a stranger is answered by the header of a short %s', async (what) => {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect(Number(port), hostname);
  const beginning =
    (what === 'message' ? '' : '<!-- -->') +
    message(UNKNOWN)
      .slice(0, 1500)
      .replace(/^<\?xml[^>]*>\s*/, '');
  socket.write(head('1.1', '', 100_000) + beginning);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(answer.toString()).toContain(FAULT);
  expect(answer.toString()).not.toContain('UWLR-EX-002');
});

test('results over REST that are refused by their head are answered before the rest is sent', async () => {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const sent = request(`${running.gateway.url}/api/v1/results`, { method: 'POST', agent: false, headers }).end(refused);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect([response.statusCode, await text(response)]).toEqual([401, expect.stringContaining('token-required')]);
});

test.each([
  ['a message', '/soap/leerresultaten'],
  ['results over REST', '/api/v1/results'],
  ['something to a page that is not there', '/nergens'],
])('a stranger who goes on sending %s is cut off', async (what, page) => {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  const piece = Buffer.alloc(MEGABYTE, ' ');
  socket.write(head('1.1', '', 1000 * MEGABYTE).replace('/soap/leerresultaten', page) + message(UNKNOWN).slice(0, 1500));
  let sent = 0;
  const more = () => {
    while (!socket.destroyed && sent < 1000) {
      sent += 1;
      if (!socket.write(piece)) return;
    }
  };
  socket.on('drain', more).resume();
  more();
  await new Promise((resolve) => socket.once('close', resolve));
  process.stdout.write(`a stranger that sent ${what} was let send ${sent} MB\n`);
  expect(sent).toBeLessThan(100);
});
