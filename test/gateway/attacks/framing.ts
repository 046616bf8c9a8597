import {
  type Attack,
  BAD_REQUEST,
  COMPRESSION,
  MARK,
  NOT_WELL_FORMED,
  type Outcome,
  SERVICES,
  type Service,
  type World,
} from './attack.js';
import { documentFor } from './documents.js';
import { http, postLines } from './http-bytes.js';

const CHUNKED = 'Transfer-Encoding: chunked';
const HOST = 'Host: localhost';
const CLOSE = 'Connection: close';

/** What a smuggler wants to be taken for a request of its own. */
const SMUGGLED = `GET /soap/leerresultaten?wsdl HTTP/1.1\r\nHost: ${MARK}\r\nConnection: close\r\n\r\n`;

function framed(
  name: string,
  bytes: (document: string, service: Service, world: World) => Buffer | readonly Buffer[],
  outcome: Outcome,
  more: Pick<Attack, 'after'> = {},
): Attack[] {
  return SERVICES.map((service) => ({
    name,
    service,
    bytes: (world) => bytes(documentFor(service, world), service, world),
    outcome,
    ...more,
  }));
}

/** With these lines beside Content-Type and Host; `{n}` stands for the length of the body. */
function lined(name: string, lines: readonly string[], outcome: Outcome, edit = (text: string) => text): Attack[] {
  return framed(
    name,
    (text, service) => {
      const body = edit(text);
      return postLines(service, [HOST, CLOSE, ...lines.map((line) => line.replace('{n}', String(Buffer.byteLength(body))))], body);
    },
    outcome,
  );
}

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const chunked = (text: string) => `${chunk(text)}0\r\n\r\n`;
const read = (why: string): Outcome => ({ harmless: why });
const BEHIND = read('the message was whole; what follows it is thrown away, and the connection closes');

/** How long a body is: too short, too long, said twice, said in two ways. */
export const FRAMING: readonly Attack[] = [
  ...framed(
    'a body that is shorter than announced',
    (text, service) => postLines(service, [HOST, CLOSE, `Content-Length: ${text.length + 100}`], text),
    BAD_REQUEST,
    { after: 'half-close' },
  ),
  ...framed(
    'a body that is cut within a tag',
    (text, service) => postLines(service, [HOST, CLOSE, `Content-Length: ${text.length}`], text.slice(0, -200)),
    BAD_REQUEST,
    { after: 'half-close' },
  ),
  ...framed(
    'a body that is longer than announced',
    (text, service) => postLines(service, [HOST, `Content-Length: ${Buffer.byteLength(text)}`], `${text}${MARK} ${MARK}\r\n\r\n`),
    BEHIND,
  ),
  ...framed(
    'a body that is longer than announced, on a connection that ends with it',
    (text, service) => postLines(service, [HOST, CLOSE, `Content-Length: ${Buffer.byteLength(text)}`], text + SMUGGLED),
    BEHIND,
  ),
  ...framed(
    'a Content-Length of nothing',
    (text, service) => postLines(service, [HOST, CLOSE, 'Content-Length: 0'], text),
    NOT_WELL_FORMED,
  ),
  ...framed('no Content-Length', (text, service) => postLines(service, [HOST, CLOSE], text), NOT_WELL_FORMED),
  ...framed(
    'one byte at a time',
    (text, service) => [
      postLines(service, [HOST, CLOSE, `Content-Length: ${text.length}`], ''),
      ...[...text].map((one) => Buffer.from(one)),
    ],
    read('slow is allowed'),
  ),
  ...framed(
    'the head in two pieces, within a name',
    (text, service) => {
      const whole = postLines(service, [HOST, CLOSE, `Content-Length: ${text.length}`], text);
      return [whole.subarray(0, 40), whole.subarray(40)];
    },
    read('packets are not lines'),
  ),
  ...lined('two Content-Lengths that are equal', ['Content-Length: {n}', 'Content-Length: {n}'], BAD_REQUEST),
  ...lined('two Content-Lengths that differ', ['Content-Length: {n}', 'Content-Length: 5'], BAD_REQUEST),
  ...lined('a list of Content-Lengths', ['Content-Length: {n}, {n}'], BAD_REQUEST),
  ...lined('a Content-Length with a sign', ['Content-Length: +{n}'], BAD_REQUEST),
  ...lined('a Content-Length in hexadecimal', ['Content-Length: 0x100'], BAD_REQUEST),
  ...lined('a Content-Length with an exponent', ['Content-Length: 1e3'], BAD_REQUEST),
  ...lined('a Content-Length with a blank in it', ['Content-Length: 1 0'], BAD_REQUEST),
  ...lined('a Content-Length beyond 64 bits', ['Content-Length: 99999999999999999999999'], BAD_REQUEST),
  ...lined('a Content-Length without a number', ['Content-Length:'], BAD_REQUEST),
  ...lined('a Content-Length with a blank before the colon', ['Content-Length : {n}'], BAD_REQUEST),
  ...lined('Content-Length and Transfer-Encoding', ['Content-Length: {n}', CHUNKED], BAD_REQUEST, chunked),
  ...lined('Transfer-Encoding and Content-Length', [CHUNKED, 'Content-Length: 5'], BAD_REQUEST, chunked),
  ...lined('CL.TE with a request behind it', ['Content-Length: {n}', CHUNKED], BAD_REQUEST, () => `0\r\n\r\n${SMUGGLED}`),
  ...lined('TE.CL with a request in it', ['Content-Length: 4', CHUNKED], BAD_REQUEST, () => chunked(SMUGGLED)),
  ...lined('TE.TE with an encoding that nobody knows', [CHUNKED, 'Transfer-Encoding: x'], BAD_REQUEST, chunked),
  ...lined('an unknown Transfer-Encoding', ['Transfer-Encoding: xchunked'], BAD_REQUEST, chunked),
  ...lined('chunked, and then another', ['Transfer-Encoding: chunked, identity'], BAD_REQUEST, chunked),
  ...lined('a Transfer-Encoding with a blank before the colon', ['Transfer-Encoding : chunked'], BAD_REQUEST, chunked),
  ...lined('a Transfer-Encoding with a tab before it', ['Transfer-Encoding:\tchunked'], read('a tab is a blank'), chunked),
  ...lined('a Transfer-Encoding on a folded line', ['X: y', ' Transfer-Encoding: chunked'], BAD_REQUEST, chunked),
  ...lined('gzip as a Transfer-Encoding', ['Transfer-Encoding: gzip, chunked'], BAD_REQUEST, chunked),
  ...lined('Transfer-Encoding twice', [CHUNKED, CHUNKED], BAD_REQUEST, chunked),
  ...lined('Content-Encoding twice', ['Content-Encoding: gzip', 'content-encoding: gzip', 'Content-Length: {n}'], BAD_REQUEST),
  ...lined('a list of Content-Encodings', ['Content-Encoding: gzip, gzip', 'Content-Length: {n}'], COMPRESSION),
  ...lined('Content-Type twice', ['content-type: application/json', 'Content-Length: {n}'], BAD_REQUEST),
  ...framed(
    'chunks in HTTP/1.0',
    (text, service) => http(`POST /soap/${service} HTTP/1.0`, [HOST, 'Content-Type: text/xml', CHUNKED], chunked(text)),
    BAD_REQUEST,
  ),
  ...framed(
    'a Content-Length in HTTP/1.0',
    (text, service) =>
      http(`POST /soap/${service} HTTP/1.0`, ['Content-Type: text/xml', `Content-Length: ${Buffer.byteLength(text)}`], text),
    read('HTTP/1.0 needs no Host'),
  ),
  ...lined('chunks of one byte', [CHUNKED], read('chunks are no limit'), (text) => `${[...text].map(chunk).join('')}0\r\n\r\n`),
  ...lined('a chunk size that is no number', [CHUNKED], BAD_REQUEST, (text) => `zz\r\n${text}\r\n0\r\n\r\n`),
  ...lined('a chunk size with a sign', [CHUNKED], BAD_REQUEST, (text) => `-1\r\n${text}\r\n0\r\n\r\n`),
  ...lined('a chunk size with 0x', [CHUNKED], BAD_REQUEST, (text) => `0x10\r\n${text}\r\n0\r\n\r\n`),
  ...lined('a chunk size beyond 64 bits', [CHUNKED], BAD_REQUEST, (text) => `fffffffffffffffff\r\n${text}\r\n0\r\n\r\n`),
  ...lined('a chunk that is longer than its size', [CHUNKED], BAD_REQUEST, (text) => `5\r\n${text}\r\n0\r\n\r\n`),
  ...lined('a chunk that ends with a line feed only', [CHUNKED], BAD_REQUEST, (text) => `${text.length.toString(16)}\n${text}\n0\n\n`),
  ...lined('chunk extensions of a megabyte', [CHUNKED], { status: 413 }, (text) => `5;x="${'a'.repeat(1e6)}"\r\n${text}`),
  ...lined(
    'trailers that say otherwise',
    [CHUNKED, 'Trailer: Content-Length'],
    read('trailers are not looked at'),
    (text) => `${chunk(text)}0\r\n__proto__: ${MARK}\r\nAuthorization: ${MARK}\r\n\r\n`,
  ),
  ...lined('trailers of a megabyte', [CHUNKED], { status: 431 }, (text) => `${chunk(text)}0\r\nX: ${'a'.repeat(1e6)}\r\n\r\n`),
  ...framed('no last chunk', (text, service) => postLines(service, [HOST, CLOSE, CHUNKED], chunk(text)), BAD_REQUEST, {
    after: 'half-close',
  }),
  ...framed(
    'line feeds only',
    (text, service) => {
      const head = [`POST /soap/${service} HTTP/1.1`, HOST, CLOSE, `Content-Length: ${text.length}`].join('\n');
      return Buffer.from(`${head}\n\n${text}`);
    },
    BAD_REQUEST,
  ),
  ...framed(
    'an expectation that nobody can meet',
    (text, service) => postLines(service, [HOST, CLOSE, `Expect: ${MARK}`, `Content-Length: ${text.length}`], text),
    { status: 417 },
  ),
  ...framed(
    'a GET with a body that is a request',
    (_text, service) => http(`GET /soap/${service} HTTP/1.1`, [HOST, CLOSE, `Content-Length: ${SMUGGLED.length}`], SMUGGLED),
    { status: 404 },
  ),
];
