import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { USER_AGENT } from '../../src/soap/user-agent.js';
import { KEY, type Running, startTestGateway } from '../support/gateway.js';
import { message, verzoek } from '../support/messages.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

let running: Running;
let space: Workspace;
let url: string;
let minute = 0;
const later = () => new Date(Date.UTC(2026, 2, 1, 0, minute++)).toISOString();

beforeAll(async () => {
  running = await startTestGateway({ settings: { maxFailedAttempts: 0 } });
  space = await workspace();
  url = `${running.gateway.url}/soap/leerresultaten`;
  await writeFile(space.path('key'), `${KEY}\n`);
});
afterAll(async () => {
  await running.stop();
  await space.remove();
});

async function file(text: string): Promise<string> {
  const name = space.path('message.xml');
  await writeFile(name, text);
  return name;
}

describe('uwlr send', () => {
  test('delivers a message as it is, and says what it was answered with', async () => {
    const { code, stdout } = await uwlr(['send', await file(message({ aanmaakdatum: later() })), '--url', url]);
    expect(stdout).toMatch(/^Sent leerresultaten_verzoek: HTTP 200 in \d+ ms, \d+ bytes\nAnswer: leerresultaten_bevestiging\n$/);
    expect(code).toBe(0);
  });

  test('puts a header around a bare message, with the key from a file', async () => {
    const args = ['--url', url, '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--key-file', space.path('key')];
    const answer = await json<object>(['send', await file(verzoek({ aanmaakdatum: later() })), ...args]);
    expect(answer).toMatchObject({ message: 'leerresultaten_verzoek', accepted: true, status: 200, answer: 'leerresultaten_bevestiging' });
  });

  test('takes another key than that of the file', async () => {
    const wrong = message({ aanmaakdatum: later(), sleutel: 'een-verkeerde-sleutel-0001' });
    expect((await uwlr(['send', await file(wrong), '--url', url])).code).toBe(1);
    expect((await uwlr(['send', await file(wrong), '--url', url, '--key-file', space.path('key')])).code).toBe(0);
  });

  test('shows a long fault of the other side on one line, and not all of it', async () => {
    const fault = `<faultcode>s:Client</faultcode><faultstring>first\n  second ${'x'.repeat(5000)}</faultstring>`;
    const other = createServer((request, response) => {
      request.resume();
      response.writeHead(500, { 'content-type': 'text/xml' });
      const namespace = 'http://schemas.xmlsoap.org/soap/envelope/';
      response.end(`<s:Envelope xmlns:s="${namespace}"><s:Body><s:Fault>${fault}</s:Fault></s:Body></s:Envelope>`);
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const { code, stdout } = await uwlr(['send', await file(message({ aanmaakdatum: later() })), '--url', to]);
    other.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^Refused: Client: first second x{900,1000}\.\.\.$/m) });
  });

  test.each(['', '\ufeff'])('sends a file in UTF-8 byte for byte, so that a message which came before is recognised', async (mark) => {
    const text = `${mark}${message({ aanmaakdatum: later() })}`;
    const headers = { 'content-type': 'text/xml; charset=utf-8' };
    expect((await fetch(url, { method: 'POST', headers, body: text })).status).toBe(200);
    expect((await uwlr(['send', await file(text), '--url', url])).code).toBe(0);
  });

  test('sends a file in another encoding as UTF-8', async () => {
    const text = message({ aanmaakdatum: later() }).replace('UTF-8', 'ISO-8859-1').replace('<soap:Header', '<!-- é --><soap:Header');
    await writeFile(space.path('latin.xml'), Buffer.from(text, 'latin1'));
    expect((await uwlr(['send', space.path('latin.xml'), '--url', url])).code).toBe(0);
  });

  test('shows a fault with its findings, and ends with 1', async () => {
    const { code, stdout } = await uwlr(['send', await file(message({ brin: '99YY' })), '--url', url]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Refused: Client.AutorisatieOngeldig: De autorisatiesleutel/m);
    expect(stdout).toMatch(/^ {2}line 2: error UWLR-EX-002: .+ \(\/leerresultaten_verzoek\/school\)$/m);
  });

  test('keeps the answer when it is told where', async () => {
    const out = space.path('answer.xml');
    await uwlr(['send', await file(message({ aanmaakdatum: later() })), '--url', url, '--out', out]);
    expect(await readFile(out, 'utf8')).toContain('leerresultaten_bevestiging');
  });

  test.each([
    [3, 'nobody answers', async () => ['send', await file(message()), '--url', 'http://127.0.0.1:1/soap']],
    [3, 'the file is not there', async () => ['send', '/nowhere/m.xml', '--url', url]],
    [3, 'what answers is no SOAP', async () => ['send', await file(message()), '--url', `${running.gateway.url}/livez`]],
    [2, 'nothing says where to', async () => ['send', await file(message())]],
    [2, 'a bare message has no header', async () => ['send', await file(verzoek()), '--url', url]],
    [2, 'the file holds no XML', async () => ['send', await file('geen xml'), '--url', url]],
  ])('ends with %i when %s', async (expected, _what, args) => {
    const { code, stderr } = await uwlr(await args());
    expect(code).toBe(expected);
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('to an administration that is known here', () => {
  let las: Server;
  let asked: { readonly headers: IncomingMessage['headers']; readonly body: string } | undefined;

  beforeEach(async () => {
    las = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += String(piece);
      asked = { headers: request.headers, body };
      const payload = '<leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"/>';
      response.setHeader('content-type', 'text/xml');
      response.end(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${payload}</s:Body></s:Envelope>`);
    }).listen(0, '127.0.0.1');
    await once(las, 'listening');
  });

  test('a message goes with its key and connection, and names the gateway as its sender', async () => {
    const data = ['--data', space.path('data')];
    const endpoint = `http://127.0.0.1:${(las.address() as AddressInfo).port}/las`;
    await uwlr(['school', 'add', '--brin', '99XX', '--name', 'De Proef', ...data]);
    await uwlr(['party', 'add', '--klantcode', 'LAS', '--klantnaam', 'Poort', '--role', 'las', '--endpoint', endpoint, ...data]);
    await uwlr(['key', 'add', '--party', 'LAS', '--school', '99XX', '--key-file', space.path('key'), ...data]);
    const { code, stderr } = await uwlr(['send', await file(verzoek()), '--party', 'LAS', '--allow-targets', '127.0.0.1', ...data]);
    expect([code, stderr]).toEqual([0, '']);
    expect(asked?.body).toContain(`<autorisatiesleutel>${KEY}</autorisatiesleutel>`);
    expect(asked?.headers['user-agent']).toBe(USER_AGENT);
    expect(USER_AGENT).toMatch(/^uwlr-gateway\/\d+\.\d+\.\d+$/);
    las.close();
  });
});
