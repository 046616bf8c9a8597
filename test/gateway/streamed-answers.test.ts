import { once } from 'node:events';
import { createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { SoapAnswer } from '../../src/soap/endpoint/endpoint.js';
import { soapEndpoint } from '../../src/soap/endpoint/express-endpoint.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { decodeText } from '../support/decode-text.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { payloadOf, question } from '../support/pupil-questions.js';

const PUPILS = 3000;

/** A big school with long names: an answer of more than a megabyte, in about a hundred pieces. */
function bigSchool() {
  const school = smallSchool();
  const learners = Array.from({ length: PUPILS }, (_, at) => ({
    key: `L-${at}`,
    eckId: `https://ketenid.nl/pilot/${at.toString(16).padStart(128, '0')}`,
    name: { family: `Verzonnen-${'Langenaam'.repeat(15)}-${at}`, call: `Kind ${at}` },
    birthDate: '2015-06-07',
    yearGroup: '5',
    group: 'g5',
    combinedGroups: ['plus'],
  }));
  return { ...school, learners };
}

describe('the answer about a school of 3,000 pupils', () => {
  let running: Running;
  const lastExchange = async () => (await running.gateway.store.exchanges({ limit: 1 })).items[0];
  const errors = () =>
    running
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));

  beforeAll(async () => {
    running = await startTestGateway({ agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' } });
    await fillRoster(running.gateway, bigSchool());
  });
  afterAll(() => running.stop());

  function post(body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
    const outgoing = request(`${running.gateway.url}/soap/leerlinggegevens`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body), ...headers },
    });
    outgoing.end(body);
    return once(outgoing, 'response').then(([response]) => response as IncomingMessage);
  }

  /** A connection on which a question was asked in a version of HTTP, as its bytes. */
  function dial(version: string, connection: string): Socket {
    const body = question();
    const { hostname, port, host } = new URL(running.gateway.url);
    const socket = connect(Number(port), hostname);
    const head = [`POST /soap/leerlinggegevens HTTP/${version}`, `Host: ${host}`, `Connection: ${connection}`, 'Content-Type: text/xml'];
    socket.write([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
    return socket;
  }

  function expectWhole(envelope: string): void {
    const { findings, value } = decodeText(payloadOf(envelope), leerlinggegevensAntwoord, { version: '2.2', profile: 'smalle-set' });
    expect(findings.list).toEqual([]);
    const { leerling } = (value as { leerlinggegevens: { leerlingen: { leerling: { key: string }[] } } }).leerlinggegevens.leerlingen;
    expect(leerling.map(({ key }) => key)).toEqual(Array.from({ length: PUPILS }, (_, at) => `L-${at}`));
    expect(envelope.endsWith('</s:Envelope>')).toBe(true);
  }

  test('comes in chunks, complete and valid', async () => {
    const response = await post(question());
    expect(response.headers).toMatchObject({ 'transfer-encoding': 'chunked', 'content-type': 'text/xml; charset=utf-8' });
    expect(response.headers).not.toHaveProperty('content-length');
    expectWhole(await text(response));
    expect(await lastExchange()).toMatchObject({ outcome: 'accepted', learnerCount: PUPILS });
  });

  test.each(['close', 'Keep-Alive'])(
    'comes whole to a caller of HTTP/1.0 that says %s, and then the connection closes',
    async (connection) => {
      const [head = '', body = ''] = (await text(dial('1.0', connection))).split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.[01] 200 /);
      expect(head).toMatch(/^Connection: close$/im);
      expect(head).not.toMatch(/^Transfer-Encoding:/im);
      expectWhole(body);
    },
  );

  test('goes to whoever asks with a compressed question', async () => {
    const response = await post(gzipSync(question()), { 'content-encoding': 'gzip' });
    expect(response.statusCode).toBe(200);
    expectWhole(await text(response));
  });

  test('does no harm when the caller goes away half-way: it is on record, and the next gets its own', async () => {
    const before = (await running.gateway.store.exchanges({ limit: 100 })).items.length;
    for (let times = 0; times < 5; times++) {
      const response = await post(question());
      await once(response, 'data');
      response.destroy();
      const socket = dial('1.1', 'keep-alive');
      await once(socket, 'data');
      socket.resetAndDestroy();
    }
    expectWhole(await text(await post(question())));
    const { items } = await running.gateway.store.exchanges({ limit: 100 });
    expect(items.slice(0, items.length - before).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 11 }, () => 'accepted'));
    expect(errors()).toEqual([]);
  });

  test('is given to many at once, to each its own', async () => {
    const versions = ['2.1', '2.2', '2.3', '2.2'];
    const answers = await Promise.all(versions.map(async (version) => text(await post(question({ version })))));
    expect(answers.map((answer) => /<xsdversie>([^<]*)</.exec(answer)?.[1])).toEqual(versions);
    expect(answers.map((answer) => answer.match(/<leerling /g)?.length)).toEqual(versions.map(() => PUPILS));
  });
});

let stopEndpoint: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stopEndpoint?.();
  stopEndpoint = undefined;
});

/** An endpoint that answers with these pieces. `broken`: what it was told about answers that broke off. */
async function startEndpoint(pieces: () => Generator<string>) {
  const responses: ServerResponse[] = [];
  const broken: unknown[] = [];
  const app = express();
  app.use((_request, response, next) => {
    responses.push(response);
    next();
  });
  const service = {
    handle: async (): Promise<SoapAnswer> => ({ xml: pieces(), fault: false }),
    broken: (error: unknown) => broken.push(error),
    wsdl: () => '',
    schemaFile: () => undefined,
  };
  app.use('/soap', soapEndpoint(service, undefined));
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  stopEndpoint = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { port, responses, broken };
}

const PIECE = 'x'.repeat(16_384);

describe('an answer that is longer than any memory', () => {
  test('is made only as fast as it is read, and not on when nobody reads', async () => {
    let made = 0;
    let ended = false;
    const endpoint = await startEndpoint(function* () {
      try {
        for (;;) {
          made += 1;
          yield PIECE;
        }
      } finally {
        ended = true;
      }
    });
    const socket = connect(endpoint.port, '127.0.0.1').pause();
    socket.write('POST /soap HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
    // How much the kernel holds is the machine's affair; an answer made without end would never be steady.
    await untilSteady(() => made, 2000);
    expect(endpoint.responses[0]?.writableLength).toBeLessThan(8 * PIECE.length);

    let read = 0;
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    socket.resume();
    while (read < 64 * 1024 * 1024) await nextTurn();
    socket.pause();
    const again = await untilSteady(() => made, 2000);
    expect(again * PIECE.length).toBeGreaterThan(64 * 1024 * 1024);
    expect(endpoint.responses[0]?.writableLength).toBeLessThan(8 * PIECE.length);

    socket.destroy();
    while (!ended) await nextTurn();
    expect(endpoint.broken).toEqual([]);
  });

  /** The value once it stayed the same for so many turns of the event loop. */
  async function untilSteady(value: () => number, turns: number): Promise<number> {
    let last = value();
    for (let same = 0; same < turns || last === 0; same++) {
      await nextTurn();
      if (value() !== last) same = 0;
      last = value();
    }
    return last;
  }
});

describe('an answer that cannot be made to its end', () => {
  test('breaks the connection, so that nobody takes it for whole, and the gateway is told', async () => {
    const endpoint = await startEndpoint(function* () {
      for (let at = 0; at < 10; at++) yield PIECE;
      throw new Error('proef');
    });
    const outgoing = request({ port: endpoint.port, host: '127.0.0.1', path: '/soap', method: 'POST', agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    await expect(text(response)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(endpoint.broken).toEqual([expect.objectContaining({ message: 'proef' })]);
    const next = get({ port: endpoint.port, host: '127.0.0.1', path: '/soap', agent: false });
    expect(((await once(next, 'response')) as [IncomingMessage])[0].resume().statusCode).toBe(404);
  });
});
