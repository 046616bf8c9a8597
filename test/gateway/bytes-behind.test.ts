import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';

let running: Running;
let messages = 0;

beforeAll(async () => {
  running = await startTestGateway();
});

afterAll(() => running.stop());

/** A message that is newer than those before it. */
function next(auteur = ''): string {
  messages += 1;
  return message({ aanmaakdatum: `2026-02-01T09:${String(messages).padStart(2, '0')}:00+01:00`, auteur });
}

const head = (length: number, more = '') =>
  `POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${length}\r\n${more}\r\n`;

/** What comes back over a connection until the gateway closes it. A reset fails. */
async function exchange(...pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect(Number(port), hostname);
  const received: Buffer[] = [];
  for (const piece of pieces) socket.write(piece);
  for await (const piece of socket) received.push(piece as Buffer);
  return Buffer.concat(received).toString();
}

const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const exchanges = async () => (await running.gateway.store.exchanges({ limit: 100 })).items.length;

describe('bytes behind the body of a message', () => {
  test.each([
    ['a letter', 'x'],
    ['a zero', '\0'],
    ['a line end and more', '\r\nx\r\n\r\n'],
    ['as many as nobody reads', 'x'.repeat(300_000)],
  ])('do not keep its answer from the sender: %s', async (_, rest) => {
    const text = next();
    const answer = await exchange(head(Buffer.byteLength(text)) + text + rest);
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toContain('leerresultaten_bevestiging');
    expect(answer).toMatch(/^connection: close$/im);
  });

  test('nor where the connection is to end with the message', async () => {
    const text = next();
    const answer = await exchange(`${head(Buffer.byteLength(text), 'Connection: close\r\n')}${text}\n\n`);
    expect(statuses(answer)).toEqual([200]);
  });

  test('a line end behind it is nothing', async () => {
    const [first, second] = [next(), next()];
    const answer = await exchange(
      `${head(Buffer.byteLength(first))}${first}\r\n${head(Buffer.byteLength(second), 'Connection: close\r\n')}${second}`,
    );
    expect(statuses(answer)).toEqual([200, 200]);
  });

  test('all that was asked before them is answered', async () => {
    const texts = [next(), next(), next()];
    const answer = await exchange(`${texts.map((text) => head(Buffer.byteLength(text)) + text).join('')}x`);
    expect(statuses(answer)).toEqual([200, 200, 200]);
  });

  test('nothing behind them is taken for a request', async () => {
    const before = await exchanges();
    const [text, hidden] = [next(), next()];
    const answer = await exchange(`${head(Buffer.byteLength(text))}${text}x${head(Buffer.byteLength(hidden))}${hidden}`);
    expect(statuses(answer)).toEqual([200]);
    expect(await exchanges()).toBe(before + 1);
  });
});

test('a Content-Length that counts characters gets a fault that says so', async () => {
  const text = next(`<auteur>${'é'.repeat(20)}</auteur>`);
  const answer = await exchange(head(text.length) + text);
  expect(statuses(answer)).toEqual([500]);
  expect(answer).toContain('UWLR-XML-001');
  expect(answer).toContain('Content-Length');
});

test.each([
  ['no request at all', 'hallo\r\n\r\n', 400, 'Content-Length counts bytes'],
  ['a head that is too large', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431, '32768 bytes'],
  ['a body whose chunks are none', `${head(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked')}niets\r\n`, 400, 'HTTP/1.1'],
])('%s is answered in words', async (_, bytes, status, words) => {
  const answer = await exchange(bytes).catch(() => '');
  expect(statuses(answer)).toEqual([status]);
  expect(answer.split('\r\n\r\n')[1]).toContain(words);
});
