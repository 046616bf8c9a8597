import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, NAMESPACES, resultaat } from '../support/messages.js';

const KILOBYTE = 1024;

let running: Running;
beforeAll(async () => {
  running = await startTestGateway({
    party: { acceptStale: true },
    settings: { maxFailedAttempts: 0, maxRequestsPerAddress: 0, maxRequestsPerParty: 0 },
  });
});
afterAll(() => running.stop());

/** What one connection carries: the head with these lines, and then the body in these pieces, each sent once the one before it was taken. */
async function send(lines: readonly string[], pieces: readonly Buffer[]): Promise<string> {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  let said = '';
  socket.setEncoding('utf8').on('data', (piece) => {
    said += piece;
  });
  // An answer may come before all was sent.
  socket.on('error', () => undefined);
  const head = ['POST /soap/leerresultaten HTTP/1.1', 'Host: x', 'Connection: close', 'Content-Type: text/xml', ...lines];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
  if (!socket.closed) await once(socket, 'close');
  return said;
}

const announced = (body: Buffer) => [`Content-Length: ${body.length}`];
const chunk = (piece: Buffer) => Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);

/** As its bytes come in: the gateway does not know how many there will be. */
const streamed = (body: Buffer) => send(['Transfer-Encoding: chunked'], [chunk(body), Buffer.from('0\r\n\r\n')]);
const inOnePiece = (body: Buffer) => send(announced(body), [body]);
const inPieces = (body: Buffer, cuts: readonly number[]) => {
  const at = [0, ...cuts.map((cut) => cut % body.length).sort((a, b) => a - b), body.length];
  return send(
    announced(body),
    at.slice(1).map((end, n) => body.subarray(at[n], end)),
  );
};

/** An answer without what differs from one to the next. */
const verdict = (answer: string) => {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: head.split('\r\n')[0], body: body.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*') };
};

const long = (kilobytes: number) => `<!--${'x'.repeat(kilobytes * KILOBYTE)}-->`;
const large = (parts: Parameters<typeof message>[0] = {}) =>
  message({ afnames: Array.from({ length: 600 }, (_, n) => afname(`p-${n}`, resultaat(`r-${n}`))).join(''), ...parts });

const CASES: readonly (readonly [string, string])[] = [
  ['a right one', message()],
  ['a right one of 97 KB', large()],
  ['one with errors in it', message({ afnames: afname('p-1', resultaat('r-1', 'tien')) + afname('p-2', '') })],
  ['of a version that is not known', message({ xsdversie: '9.9' })],
  ['from somebody unknown', message({ klantcode: 'ONBEKEND' })],
  ['with a wrong key', message({ sleutel: 'geraden' })],
  ['with a wrong key, of 97 KB', large({ sleutel: 'geraden' })],
  ['without a header', message({ header: '' })],
  ['with its header behind 100 KB', message({ header: `${long(20).repeat(5)}<a/>` })],
  ['for a school that is not known', message({ brin: '98XX' })],
  ['in an envelope of SOAP 1.2', message().replaceAll(NAMESPACES.soap, 'http://www.w3.org/2003/05/soap-envelope')],
  ['that ends too soon', message().slice(0, -30)],
  ['that ends within its header', message().slice(0, 200)],
  ['with something behind it', `${message()}<more/>`],
  ['with nothing in it', ''],
];

test.each(CASES)('a message is judged the same whether its length was announced or not: %s', async (_name, text) => {
  const body = Buffer.from(text);
  const expected = verdict(await streamed(body));
  expect(expected.status).toMatch(/^HTTP\/1\.1 (?:200|500) /);
  expect(verdict(await inOnePiece(body))).toEqual(expected);
  if (body.length > 0) expect(verdict(await inPieces(body, [1, 300, 900, 65_000, 70_000]))).toEqual(expected);
});

test('and so is one that is damaged anywhere, in whatever pieces it comes', async () => {
  const whole = Buffer.from(message({ klantnaam: 'Zoë' }) + ' '.repeat(10));
  const damage = fc.record({
    at: fc.nat(whole.length - 1),
    bytes: fc.uint8Array({ maxLength: 3 }),
    lost: fc.nat(40),
    cuts: fc.array(fc.nat(whole.length), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, bytes, lost, cuts }) => {
      const body = Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + lost)]);
      const expected = verdict(await streamed(body));
      expect(verdict(await inOnePiece(body))).toEqual(expected);
      expect(verdict(await inPieces(body, cuts))).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('what is wrong with a message that breaks off before its version is said before what is wrong with its header', async () => {
  const bare = message().replaceAll(/<(autorisatiesleutel|klantcode|klantnaam)>/g, '<$1 xmlns="">');
  const body = Buffer.from(bare.slice(0, bare.indexOf('<aanmaakdatum>')).replace('</schooljaar>', '</schooljaar><onbekend/>'));
  const rules = ['UWLR-XML-001', 'UWLR-SCH-001', 'UWLR-AUT-003', 'UWLR-AUT-003', 'UWLR-AUT-003'];
  for (const said of [await streamed(body), await inOnePiece(body)])
    expect([...said.matchAll(/<bevinding rule="([^"]*)"/g)].map(([, rule]) => rule)).toEqual(rules);
});

test('a connection is good for the next message, whatever became of those before it and in whatever pieces they came', async () => {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  let said = '';
  socket.setEncoding('utf8').on('data', (piece) => {
    said += piece;
  });
  const refused = [message({ klantcode: 'ONBEKEND' }), 'geen xml', message({ sleutel: 'geraden' }), message().slice(0, -20)];
  const answers = () => said.split('HTTP/1.1 ').length - 1;
  for (const [n, text] of [...refused, ...refused, message()].entries()) {
    socket.write(`POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${text.length}\r\n\r\n`);
    const middle = n < refused.length ? 0 : 5 + Math.floor(text.length / 2);
    for (const piece of [text.slice(0, middle), text.slice(middle)]) {
      await new Promise((resolve) => socket.write(piece, resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    while (answers() <= n) await once(socket, 'data');
  }
  expect(said.split('HTTP/1.1 ').map((answer) => answer.slice(0, 3))).toEqual(['', ...Array<string>(8).fill('500'), '200']);
  socket.destroy();
});

test('a sender proves itself with the beginning of a message, before the rest of it is there', async () => {
  const { hostname, port } = new URL(running.gateway.url);
  const text = large();
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`POST /soap/leerresultaten HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${text.length}\r\n\r\n`);
  socket.write(text.slice(0, 2000));
  const figures = async () => (await fetch(`${running.gateway.url}/metrics`)).text();
  while (!(await figures()).includes('uwlr_work_messages 1\n')) await new Promise((resolve) => setImmediate(resolve));
  expect(await figures()).toContain('uwlr_unproven_messages 0\n');
  socket.destroy();
  while (!(await figures()).includes('uwlr_work_messages 0\n')) await new Promise((resolve) => setImmediate(resolve));
  const [exchange] = (await running.gateway.store.exchanges({ limit: 1 })).items;
  expect(exchange).toMatchObject({ party: 'TESTEA', outcome: 'refused', findings: [{ rule: 'UWLR-SOAP-007' }] });
});

test.each([
  ['no header', '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">', 'UWLR-AUT-004'],
  ['a wrong key', message({ sleutel: 'geraden' }).split('<toetsen>')[0] as string, 'UWLR-EX-002'],
  ['an unknown sender', message({ klantcode: 'ONBEKEND' }).split('<toetsen>')[0] as string, 'UWLR-EX-001'],
])('of a message that announces its length no more is taken in than a header takes: %s', async (_name, text, rule) => {
  const rest = Buffer.from('<!-- -->'.repeat(2 * KILOBYTE));
  const pieces = [Buffer.from(text), ...Array.from({ length: 12 }, () => rest)];
  const answer = await send(announced(Buffer.concat(pieces)), pieces);
  expect(answer).toContain(rule);
  const [exchange] = (await running.gateway.store.exchanges({ limit: 1 })).items;
  expect(exchange?.wireBytes).toBeLessThan(192 * KILOBYTE);
});
