import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';

let running: Running;
let minute = 0;

function later(): string {
  minute += 1;
  return new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString();
}

async function refusals(): Promise<number> {
  return (await running.gateway.store.exchanges({ outcome: 'refused', limit: 1000 })).items.length;
}

async function resultCount(): Promise<number> {
  return (await running.gateway.store.results({ school: '99XX', limit: 1000 })).items.length;
}

/** Sends pieces without a Content-Length and gives the answer, also when it comes before all was sent. */
function stream(pieces: Iterable<string | Buffer>, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(running.gateway.url);
    const outgoing = request({
      hostname,
      port,
      path: '/soap/leerresultaten',
      method: 'POST',
      headers: { 'content-type': 'text/xml', ...headers },
    });
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
    });
    outgoing.on('error', reject);
    Readable.from(pieces).pipe(outgoing);
  });
}

function* endless(head: string, filler: string, bytes: number): Generator<string> {
  yield head;
  const block = filler.repeat(Math.ceil(65_536 / filler.length));
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

function* valid(bytes: number): Generator<string> {
  yield `${head}<toetsafnames>`;
  let key = 0;
  for (let sent = 0; sent < bytes; ) {
    const block = Array.from({ length: 500 }, () => afname(`l${key}`, resultaat(`k${key++}`))).join('');
    yield block;
    sent += block.length;
  }
}

beforeAll(async () => {
  running = await startTestGateway({ settings: { maxMessageBytes: '8MiB' } });
  await post(running.gateway, message({ aanmaakdatum: later() }));
});

afterAll(async () => {
  await running.stop();
});

const [head] = message().split('<toetsafnames>') as [string];

describe('encodings', () => {
  test.each<[string, () => Buffer, Record<string, string>]>([
    ['UTF-8 with a byte order mark', () => Buffer.from(`\ufeff${message({ aanmaakdatum: later() })}`), {}],
    [
      'UTF-16 with a byte order mark',
      () => Buffer.from(`\ufeff${message({ aanmaakdatum: later() }).replace('UTF-8', 'UTF-16')}`, 'utf16le'),
      { 'content-type': 'text/xml' },
    ],
    [
      'ISO-8859-1 by declaration',
      () => Buffer.from(message({ aanmaakdatum: later(), auteur: '<auteur>Zoë</auteur>' }).replace('UTF-8', 'ISO-8859-1'), 'latin1'),
      { 'content-type': 'text/xml' },
    ],
    [
      'windows-1252 by declaration',
      () => Buffer.from(message({ aanmaakdatum: later(), auteur: '<auteur>Zoë</auteur>' }).replace('UTF-8', 'windows-1252'), 'latin1'),
      { 'content-type': 'text/xml' },
    ],
    ['US-ASCII', () => Buffer.from(message({ aanmaakdatum: later() }).replace('UTF-8', 'us-ascii')), { 'content-type': 'text/xml' }],
    ['gzip', () => gzipSync(message({ aanmaakdatum: later() })), { 'content-encoding': 'gzip' }],
  ])('%s is read', async (_name, body, headers) => {
    expect(await post(running.gateway, body(), headers)).toMatchObject({ status: 200 });
  });

  test.each<[string, () => Buffer, Record<string, string>, string]>([
    ['windows-1251', () => Buffer.from(message().replace('UTF-8', 'windows-1251')), { 'content-type': 'text/xml' }, 'UWLR-XML-004'],
    ['UTF-7 as charset', () => Buffer.from(message()), { 'content-type': 'text/xml; charset=utf-7' }, 'UWLR-XML-004'],
    ['bytes that are no UTF-8', () => Buffer.from(message({ auteur: '<auteur>Zoë</auteur>' }), 'latin1'), {}, 'UWLR-XML-004'],
    ['overlong UTF-8', () => Buffer.concat([Buffer.from(head), Buffer.from([0xc0, 0xbc])]), {}, 'UWLR-XML-004'],
    ['a body that is no gzip', () => Buffer.from(message()), { 'content-encoding': 'gzip' }, 'UWLR-XML-005'],
    ['gzip that is cut', () => gzipSync(message() + ' '.repeat(5000)).subarray(0, 400), { 'content-encoding': 'gzip' }, 'UWLR-XML-005'],
    [
      'gzip with a flipped bit',
      () => flipped(gzipSync(message() + randomBytes(500).toString('hex'))),
      { 'content-encoding': 'gzip' },
      'UWLR-XML-005',
    ],
    ['an unknown content encoding', () => Buffer.from(message()), { 'content-encoding': 'br' }, 'UWLR-XML-005'],
    ['NUL bytes', () => Buffer.from(message().replace('Rekenen', 'Re\u0000kenen')), {}, 'UWLR-XML-001'],
  ])('%s is refused with a fault', async (_name, body, headers, rule) => {
    const before = [await refusals(), await resultCount()];
    const answer = await post(running.gateway, body(), headers);
    expect(answer).toMatchObject({ status: 500, code: 'Client.OngeldigBericht', rules: [rule] });
    expect([await refusals(), await resultCount()]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  });
});

function flipped(bytes: Buffer): Buffer {
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] as number) ^ 0xff;
  return bytes;
}

describe('too much', () => {
  test.each<[string, () => Iterable<string>, string]>([
    ['100 MB of valid XML', () => valid(100e6), 'UWLR-XML-003'],
    ['more errors than anyone will read', () => endless(`${head}<toetsafnames>`, afname('l', resultaat('k')), 100e6), 'UWLR-ID-001'],
    ['100 MB of text', () => endless(`${head}<toetsafnames>`, 'x', 100e6), 'UWLR-XML-003'],
    ['elements without end', () => endless(`${head}<toetsafnames>`, '<x>', 1e6), 'UWLR-XML-003'],
    ['an attribute without end', () => endless(`${head}<toetsafnames x="`, 'x', 1e6), 'UWLR-XML-003'],
    ['attributes without end', () => endless(`${head}<toetsafnames `, 'x="1" ', 1e6), 'UWLR-XML-003'],
    ['a name without end', () => endless(`${head}<`, 'x', 1e6), 'UWLR-XML-003'],
    ['a comment without end', () => endless(`${head}<!--`, 'x', 1e6), 'UWLR-XML-003'],
    ['a reference without end', () => endless(`${head}&`, 'x', 1e6), 'UWLR-XML-003'],
    ['a document type without end', () => endless('<!DOCTYPE x [', '<!ENTITY a "b">', 1e6), 'UWLR-XML-003'],
  ])('%s ends in a fault, and the gateway goes on', async (_name, pieces, rule) => {
    const before = await resultCount();
    const { status, text } = await stream(pieces());
    expect(status).toBe(500);
    expect(text).toContain(`rule="${rule}"`);
    expect(await resultCount()).toBe(before);
    expect(await post(running.gateway, message({ aanmaakdatum: later() }))).toMatchObject({ status: 200 });
  });

  test('a gzip bomb is stopped early', async () => {
    const bomb = gzipSync(`${head}${'<!-- -->'.repeat(6e6)}`);
    const answer = await post(running.gateway, bomb, { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 500, rules: ['UWLR-XML-005'] });
    const { items } = await running.gateway.store.exchanges({ limit: 1 });
    expect(items[0]?.decodedBytes).toBeLessThan(5e6);
  });

  test('a billion laughs meet the document type rule', async () => {
    const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>';
    expect(await post(running.gateway, laughs)).toMatchObject({ rules: ['UWLR-XML-002'] });
  });
});

describe('a connection that breaks', () => {
  test('half way a message leaves nothing but the record', async () => {
    const before = [await refusals(), await resultCount()];
    const { hostname, port } = new URL(running.gateway.url);
    const body = message({ aanmaakdatum: later() });
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 500)}`,
          () => socket.destroy(),
        );
      });
      socket.on('close', () => resolve());
    });
    while ((await refusals()) === before[0]) await new Promise((resolve) => setImmediate(resolve));
    const { items } = await running.gateway.store.exchanges({ limit: 1 });
    expect(items[0]).toMatchObject({ outcome: 'refused', findings: [{ rule: 'UWLR-SOAP-007' }] });
    expect(await resultCount()).toBe(before[1]);
  });
});

async function metrics({ gateway }: Running): Promise<string> {
  return (await fetch(`${gateway.url}/metrics`)).text();
}

describe('overload', () => {
  test('is answered with TijdelijkNietBeschikbaar, HTTP 500 and Retry-After, and passes', async () => {
    const busy = await startTestGateway({ settings: { maxWorkMessages: 1 } });
    try {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const body = message({ aanmaakdatum: later() });
      const proof = body.indexOf('<toetsafnames>');
      async function* slowly() {
        yield body.slice(0, proof);
        await held;
        yield body.slice(proof);
      }
      const { hostname, port } = new URL(busy.gateway.url);
      const first = new Promise<number>((resolve, reject) => {
        const outgoing = request({ hostname, port, path: '/soap/leerresultaten', method: 'POST', headers: { 'content-type': 'text/xml' } });
        outgoing.on('response', (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode ?? 0);
        });
        outgoing.on('error', reject);
        Readable.from(slowly()).pipe(outgoing);
      });
      while (!(await metrics(busy)).includes('uwlr_work_messages 1')) await new Promise((resolve) => setImmediate(resolve));
      const refused = await post(busy.gateway, body);
      expect(refused.code).toBe('Server.TijdelijkNietBeschikbaar');
      expect(refused).toMatchObject({ status: 500, rules: ['UWLR-EX-005'] });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      release();
      expect(await first).toBe(200);
      expect(await post(busy.gateway, message({ aanmaakdatum: later() }))).toMatchObject({ status: 200 });
    } finally {
      await busy.stop();
    }
  });
});

describe('after all that', () => {
  test('memory is back near where it was', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const inUse = () => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    await stream(valid(12e6));
    const before = inUse();
    for (let round = 0; round < 2; round++) await stream(valid(12e6));
    expect(inUse() - before).toBeLessThan(8e6);
  });
});
