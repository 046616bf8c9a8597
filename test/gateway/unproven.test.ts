import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';

/** The tests are a proxy in front of the gateway: they say who calls. */
let running: Running;
beforeAll(async () => {
  running = await startTestGateway({
    settings: {
      trustedProxies: '127.0.0.1',
      maxMessageBytes: '1MiB',
      maxUnprovenMessages: 4,
      maxUnprovenPerAddress: 2,
      maxFailedAttempts: 3,
    },
  });
});
afterAll(() => running.stop());

let minute = 0;
const later = () => new Date(Date.UTC(2026, 2, 1, 0, minute++)).toISOString();
const vendor = () => post(running.gateway, message({ aanmaakdatum: later() }));

/** Begins a message, and goes on with it when told to. */
async function begin(text: string, address?: string): Promise<{ readonly socket: Socket; answer(): Promise<string> }> {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.setEncoding('utf8').on('data', (piece) => {
    said += piece;
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  const from = address === undefined ? '' : `X-Forwarded-For: ${address}\r\n`;
  socket.write(
    `POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/xml\r\n${from}Content-Length: ${text.length}\r\n\r\n`,
  );
  socket.write(text.slice(0, 10));
  return {
    socket,
    answer: async () => {
      await closed;
      return said;
    },
  };
}

async function unproven(count: number): Promise<void> {
  const metrics = async () => (await fetch(`${running.gateway.url}/metrics`)).text();
  while (!(await metrics()).includes(`uwlr_unproven_messages ${count}`)) await new Promise((resolve) => setImmediate(resolve));
}

describe('who announces more than a message may have', () => {
  test.each([[{}], [{ 'content-encoding': 'gzip' }]])('is refused before a byte of it is read, and told the bound %j', async (headers) => {
    const { hostname, port } = new URL(running.gateway.url);
    const socket = connect(Number(port), hostname);
    const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\n${more.join('')}Content-Length: 999999999999\r\n\r\n`,
    );
    let said = '';
    for await (const piece of socket.setEncoding('utf8')) {
      said += piece;
      if (said.includes('</s:Envelope>')) break;
    }
    expect(said).toContain('500 Internal Server Error');
    expect(said).toContain('UWLR-XML-003');
    expect(said).toContain('groter dan 1048576 bytes (UWLR_MAX_MESSAGE_BYTES)');
  });
});

describe('a message that has not shown who sent it', () => {
  test('makes room for the next one when its address has too many, and goes on otherwise', async () => {
    const text = message({ aanmaakdatum: later() });
    const [first, second] = [await begin(text, '192.0.2.1'), await begin(text, '192.0.2.1')];
    await unproven(2);
    const third = await begin(text, '192.0.2.1');
    expect(await first.answer()).toMatch(/^HTTP\/1.1 503 .*\r\nRetry-After: 30\r\n/);
    second.socket.write(text.slice(10));
    expect(await second.answer()).toMatch(/^HTTP\/1.1 200 /);
    third.socket.destroy();
    await unproven(0);
  });

  test('makes room for the next one when there are too many at all, from wherever they come', async () => {
    const text = message({ aanmaakdatum: later() });
    const first = await begin(text);
    await unproven(1);
    const others = [await begin(text), await begin(text), await begin(text)];
    await unproven(4);
    expect((await vendor()).status).toBe(200);
    expect(await first.answer()).toMatch(/^HTTP\/1.1 503 /);
    for (const { socket } of others) socket.destroy();
    await unproven(0);
    expect(await (await fetch(`${running.gateway.url}/metrics`)).text()).toMatch(/uwlr_turned_away_total\{by="unproven"\} 2/);
  });

  test.each([
    ['no header', `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">${'<!-- -->'.repeat(60_000)}`, 'UWLR-AUT-004'],
    ['a wrong key', message({ sleutel: 'geraden' }).replace('<toetsafnames>', `${'<!-- -->'.repeat(60_000)}<toetsafnames>`), 'UWLR-EX-002'],
  ])('is not read beyond what a header takes: %s', async (_name, text, rule) => {
    const answer = await post(running.gateway, gzipSync(text), { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 500, code: 'Client.AutorisatieOngeldig', rules: [rule] });
    const [exchange] = (await running.gateway.store.exchanges({ limit: 1 })).items;
    expect(exchange?.decodedBytes).toBeLessThan(400_000);
  });

  test('but has a right key is no stranger when it goes to the wrong endpoint', async () => {
    const wrongPlace = () => post(running.gateway, message(), { 'x-forwarded-for': '192.0.2.4' }, 'leerlinggegevens');
    for (let n = 0; n < 20; n++) expect((await wrongPlace()).rules).toEqual(['UWLR-SOAP-004']);
    const [exchange] = (await running.gateway.store.exchanges({ limit: 1 })).items;
    expect([exchange?.party, exchange?.brief]).toEqual(['TESTEA', undefined]);
  });

  test('to the token endpoint holds a place as any other', async () => {
    const { hostname, port } = new URL(running.gateway.url);
    const head = `POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na`;
    const socket = connect(Number(port), hostname, () => socket.write(head));
    socket.on('error', () => undefined);
    await unproven(1);
    socket.destroy();
    await unproven(0);
    expect(running.log()).not.toContain('request failed');
  });

  test('counts as a failure of its address when it says nothing, and of nobody else', async () => {
    const garbage = (address: string) => post(running.gateway, 'geen xml', { 'x-forwarded-for': address });
    for (let n = 0; n < 15; n++) expect((await garbage('192.0.2.2')).rules).toEqual(['UWLR-XML-001']);
    expect((await garbage('192.0.2.2')).rules).toEqual(['UWLR-EX-014']);
    expect((await garbage('192.0.2.3')).rules).toEqual(['UWLR-XML-001']);
    expect((await vendor()).status).toBe(200);
  });
});
