import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  type Attack,
  BAD_REQUEST,
  COMPRESSION,
  LATE,
  MARK,
  NOT_WELL_FORMED,
  type Outcome,
  type Service,
  TOO_MUCH,
  type World,
} from './attack.js';
import { documentFor, onBothAs } from './documents.js';

const GZIP = { 'Content-Encoding': 'gzip' };

function packed(
  name: string,
  pack: (text: string) => Buffer,
  outcome: Outcome,
  headers: Readonly<Record<string, string>> = GZIP,
): Attack[] {
  return onBothAs(name, (world: World, service: Service) => pack(documentFor(service, world)), outcome, headers);
}

const encoded = (encoding: string, outcome: Outcome = COMPRESSION) =>
  packed(`Content-Encoding ${encoding.slice(0, 40)}`, (text) => gzipSync(text), outcome, { 'Content-Encoding': encoding });

/** A gzip member with a file name and a comment in its head. */
function named(text: string, name: string): Buffer {
  const plain = gzipSync(text);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 0x08 | 0x10;
  return Buffer.concat([head, Buffer.from(`${name}\0${MARK}\0`), plain.subarray(10)]);
}

/** Compressed bodies. */
export const BODIES: readonly Attack[] = [
  ...packed('a gzip bomb of a gigabyte', () => Buffer.concat(Array.from({ length: 16 }, () => bomb)), LATE),
  ...packed('a gzip bomb behind a good message', (text) => Buffer.concat([gzipSync(text), bomb]), TOO_MUCH),
  ...packed('a gzip bomb below the ratio', () => gzipSync(noisy()), NOT_WELL_FORMED),
  ...packed('gzip within gzip', (text) => gzipSync(gzipSync(text)), NOT_WELL_FORMED),
  ...packed('a bomb within gzip', () => gzipSync(bomb), NOT_WELL_FORMED),
  ...packed(
    'gzip ten times over',
    (text) => Array.from({ length: 10 }).reduce<Buffer>((inner) => gzipSync(inner), Buffer.from(text)),
    NOT_WELL_FORMED,
  ),
  ...packed('a message in two gzip members', (text) => Buffer.concat([gzipSync(text.slice(0, 200)), gzipSync(text.slice(200))]), {
    harmless: 'RFC 1952: members follow each other',
  }),
  ...packed('fifty thousand empty gzip members', () => Buffer.concat(Array.from({ length: 50_000 }, () => empty)), COMPRESSION),
  ...packed('gzip with garbage behind it', (text) => Buffer.concat([gzipSync(text), Buffer.from(MARK)]), COMPRESSION),
  ...packed('gzip with a path for a name', (text) => named(text, '../../../../tmp/evil'), { harmless: 'names in gzip are not used' }),
  ...packed('gzip with a head of a megabyte', (text) => named(text, 'x'.repeat(1e6)), COMPRESSION),
  ...packed('gzip without contents', () => Buffer.alloc(0), COMPRESSION),
  ...packed('zlib that says it is gzip', (text) => deflateSync(text), COMPRESSION),
  ...packed('gzip that does not say so', (text) => gzipSync(text), NOT_WELL_FORMED, {}),
  ...packed('brotli', (text) => brotliCompressSync(text), COMPRESSION, { 'Content-Encoding': 'br' }),
  ...packed(
    'deflate',
    (text) => deflateSync(text),
    { harmless: 'deflate is read within the bounds of gzip' },
    { 'Content-Encoding': 'deflate' },
  ),
  ...encoded('gzip, gzip'),
  ...encoded('gzip, identity'),
  ...encoded('gzip;q=1'),
  ...encoded('compress'),
  ...encoded('zstd'),
  ...encoded('*'),
  ...encoded('__proto__'),
  ...encoded('constructor'),
  ...encoded('x'.repeat(30_000)),
  ...encoded('GZip', { harmless: 'the name of a coding has no case' }),
  ...packed(
    'multipart with a part that points at a file',
    () => multipart(),
    { fault: 'Client.OngeldigBericht', rule: 'UWLR-XML-006' },
    {
      'Content-Type': 'multipart/related; type="application/xop+xml"; boundary=b',
    },
  ),
  ...onBothAs('more than the limit, announced', () => Buffer.alloc(8 * 1024 ** 2 + 1, ' '), TOO_MUCH),
  ...onBothAs('a negative length', (world, service) => Buffer.from(documentFor(service, world)), BAD_REQUEST, { 'Content-Length': '-1' }),
];

const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2, ' '));
const empty = gzipSync('');

/** Compresses some fifty times, to more than the limit. */
function noisy(): string {
  let text = '';
  for (let n = 0; text.length < 9e6; n++) text += `${n * 7919} ${' '.repeat(400)}`;
  return text;
}

function multipart(): Buffer {
  const include = '<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="file:///etc/passwd"/>';
  return Buffer.from(`--b\r\nContent-Type: application/xop+xml\r\n\r\n<x>${include}</x>\r\n--b--\r\n`);
}
