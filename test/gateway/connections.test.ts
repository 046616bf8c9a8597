import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { hasOpenssl, makeAuthority } from '../support/authority.js';
import { type Running, type Setup, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';

let running: Running | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await running?.stop();
  running = undefined;
});

async function start(settings: NonNullable<Setup['settings']>): Promise<Running> {
  running = await startTestGateway({ settings });
  return running;
}

/** An open connection, and all that came back over it. */
async function dial({
  gateway,
}: Running): Promise<{ readonly socket: Socket; readonly received: () => string; readonly closed: Promise<void> }> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  sockets.push(socket);
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return { socket, received: () => Buffer.concat(pieces).toString(), closed };
}

async function ask({ gateway }: Running, agent: Agent | false, path = '/livez', body?: string, headers = {}): Promise<number | undefined> {
  const sent = request(`${gateway.url}${path}`, { agent, method: body === undefined ? 'GET' : 'POST', headers }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  await text(response);
  return response.statusCode;
}

async function metric({ gateway }: Running, line: RegExp): Promise<number> {
  const page = await (await fetch(`${gateway.url}/metrics`)).text();
  return Number(line.exec(page)?.[1] ?? 0);
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const OPEN = /^uwlr_connections (\d+)$/m;
const cutBy = (by: string) => new RegExp(`^uwlr_connections_cut_total\\{by="${by}"\\} (\\d+)$`, 'm');

describe('requests that come without waiting for answers', () => {
  test('are answered in their order', async () => {
    const { socket, received } = await dial(await start({}));
    socket.write(
      [get('/livez'), get('/soap/leerresultaten?wsdl'), get('/readyz'), get('/nergens'), get('/livez', 'Connection: close\r\n')].join(''),
    );
    await once(socket, 'end');
    const answers = received().split(/(?=HTTP\/1\.1 \d{3} )/);
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['200', '200', '200', '404', '200']);
    expect(answers.map((answer) => answer.trimEnd().split(/\s/).at(-1))).toEqual([
      'ok',
      '</wsdl:definitions>',
      'ready',
      '/api/v1/openapi.json.',
      'ok',
    ]);
  });

  test('go on being answered for as long as they come a few at a time', async () => {
    const { socket, received } = await dial(await start({}));
    for (let times = 1; times <= 50; times++) {
      socket.write(get('/livez').repeat(10));
      while (received().split('HTTP/1.1 200 ').length - 1 < 10 * times) await once(socket, 'data');
    }
    expect(socket.destroyed).toBe(false);
  });

  test('and are a thousand end the connection; others are answered', async () => {
    const at = await start({});
    const { socket, closed } = await dial(at);
    socket.write(get('/soap/leerresultaten?wsdl').repeat(1000));
    await closed;
    expect(await ask(at, false)).toBe(200);
    expect(await metric(at, cutBy('pipelined'))).toBe(1);
  });
});

describe('a body in chunks', () => {
  const inChunks = (body: string, size: number): string => {
    const pieces = body.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
    const chunks = pieces.map((piece) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`);
    return `POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`;
  };
  const padded = message().replace('<soap:Body>', `${' '.repeat(40_000)}<soap:Body>`);

  test('of some twenty bytes, or a few thousand of one, is taken in', async () => {
    const at = await start({});
    for (const text of [inChunks(padded, 20), inChunks(message({ aanmaakdatum: '2026-01-15T10:00:00+01:00' }), 1)]) {
      const { socket, received } = await dial(at);
      socket.write(text);
      await once(socket, 'data');
      expect(received()).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  test('of a byte each, and tens of thousands of them, ends its connection', async () => {
    const at = await start({});
    const { socket, received, closed } = await dial(at);
    socket.write(inChunks(padded, 1));
    await closed;
    expect(received()).toBe('');
    expect(await metric(at, cutBy('pieces'))).toBe(1);
  });
});

test('an answer that nobody reads is dropped after the stall time, and the connection with it', async () => {
  const at = await start({ stallSeconds: 1 });
  const { socket, closed } = await dial(at);
  socket.pause();
  // So long that few come with one reading of the socket: they are answered one by one until the other end takes no more.
  const long = get('/soap/leerresultaten?wsdl', `X: ${'x'.repeat(8000)}\r\n`);
  const write = () => {
    while (!socket.destroyed && socket.write(long));
  };
  socket.on('drain', write);
  write();
  while ((await metric(at, cutBy('stalled'))) === 0) await nextTurn();
  socket.resume();
  await closed;
  expect(await metric(at, cutBy('stalled'))).toBe(1);
});

describe('when all connections are taken', () => {
  test('newcomers are served, the longest silent go, and whoever proved who it is keeps its connection', async () => {
    const at = await start({ maxConnections: 8 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const vendor: Socket[] = [];
    agent.on('free', (socket: Socket) => vendor.push(socket));
    const deliver = (minute: number) =>
      ask(at, agent, '/soap/leerresultaten', message({ aanmaakdatum: `2026-01-15T09:0${minute}:00+01:00` }), {
        'content-type': 'text/xml',
      });
    expect(await deliver(1)).toBe(200);
    const silent = [];
    for (let n = 0; n < 20; n++) silent.push(await dial(at));
    await Promise.all(silent.slice(0, 13).map(({ closed }) => closed));
    for (let minute = 2; minute < 6; minute++) {
      expect(await deliver(minute)).toBe(200);
      expect(await ask(at, false)).toBe(200);
    }
    expect(new Set(vendor).size).toBe(1);
    expect(await metric(at, OPEN)).toBeLessThanOrEqual(8);
    expect(await metric(at, cutBy('pressure'))).toBeGreaterThan(12);
    expect(at.log().match(/"event":"connections full"/g)).toHaveLength(1);
    agent.destroy();
  });

  test('a REST client with its token keeps its connection too', async () => {
    const at = await start({ maxConnections: 8 });
    const { store, keyring } = at.gateway;
    const createdAt = '2026-01-01T00:00:00.000Z';
    await store.addToken({ id: 't', client: 'x', hash: keyring.hashToken('bewijs'), school: '99XX', scopes: ['results:read'], createdAt });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const used: Socket[] = [];
    agent.on('free', (socket: Socket) => used.push(socket));
    const read = () => ask(at, agent, '/api/v1/results', undefined, { authorization: 'Bearer bewijs' });
    const first = await read();
    for (let n = 0; n < 20; n++) await dial(at);
    expect(await read()).toBe(first);
    expect(new Set(used).size).toBe(1);
    agent.destroy();
  });

  (hasOpenssl ? test : test.skip)('that holds for TLS, where some never begin the handshake', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-connections-'));
    try {
      const { certFile, keyFile } = makeAuthority(directory).sign('server', '/CN=localhost', 'extendedKeyUsage=serverAuth');
      const at = await start({ maxConnections: 8, tlsCert: certFile, tlsKey: keyFile });
      const { port } = new URL(at.gateway.url);
      for (let n = 0; n < 20; n++) await dial(at);
      const socket = connectTls({ port: Number(port), rejectUnauthorized: false });
      sockets.push(socket);
      await once(socket, 'secureConnect');
      socket.write(get('/metrics', 'Connection: close\r\n'));
      const page = await text(socket);
      expect(Number(OPEN.exec(page)?.[1])).toBe(8);
      expect(Number(cutBy('pressure').exec(page)?.[1])).toBe(13);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

test('connections that are closed are counted no longer', async () => {
  const at = await start({});
  const many = await Promise.all(Array.from({ length: 20 }, () => dial(at)));
  while ((await metric(at, OPEN)) < 20) await nextTurn();
  for (const { socket } of many) socket.destroy();
  while ((await metric(at, OPEN)) > 5) await nextTurn();
});
