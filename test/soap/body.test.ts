import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { constants, createGzip, deflateSync, Gunzip, gzipSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { bodyChunks } from '../../src/soap/endpoint/body.js';

const LIMITS = { bytes: 4 * 1024 ** 2, ratio: 100 };
const MB = 1024 ** 2;

/** What a compressed body unfolds to, in bytes, or why it is refused; and how much of it was taken in. */
async function unfold(pieces: Iterable<Buffer>, encoding = 'gzip'): Promise<{ readonly came: number | string; readonly wire: number }> {
  const count = { wire: 0, decoded: 0 };
  try {
    for await (const _ of bodyChunks(Readable.from(pieces, { objectMode: false }), encoding, LIMITS, count));
    return { came: count.decoded, wire: count.wire };
  } catch (error) {
    return { came: (error as { reason: string }).reason, wire: count.wire };
  }
}

function* endless(first: Buffer, more: Buffer, bytes = 64 * MB): Generator<Buffer> {
  yield first;
  for (let sent = 0; sent < bytes; sent += more.length) yield more;
}

const HEAD = gzipSync('').subarray(0, 10);
const EMPTY_BLOCKS = Buffer.concat(Array(10_000).fill(Buffer.from([0, 0, 0, 0xff, 0xff])));

describe('a compressed body that unfolds to nothing is given up before a megabyte of it', () => {
  test.each<[string, Iterable<Buffer>]>([
    ['empty blocks without end', endless(HEAD, EMPTY_BLOCKS)],
    ['empty members without end', endless(gzipSync('x'), Buffer.concat(Array(3000).fill(gzipSync(''))))],
    ['members of a byte each', endless(gzipSync('x'), Buffer.concat(Array(3000).fill(gzipSync('x'))))],
    ['a name without end', endless(Buffer.concat([HEAD.subarray(0, 3), Buffer.from([8]), HEAD.subarray(4)]), Buffer.alloc(60_000, 'x'))],
  ])('%s', async (_name, pieces) => {
    const { came, wire } = await unfold(pieces);
    expect(came).toBe('the compressed body is longer than what is in it');
    expect(wire).toBeLessThan(MB);
  });
});

describe('deflate, which PHP can send,', () => {
  const unfolded = (body: Buffer) => unfold([body], 'Deflate');

  test('is unfolded like gzip', async () => {
    const body = deflateSync(randomBytes(100_000));
    expect(await unfolded(body)).toEqual({ came: 100_000, wire: body.length });
  });

  test.each([
    ['a bomb', deflateSync(Buffer.alloc(3 * MB)), 'the compressed body expands too much'],
    ['more than is taken', deflateSync(randomBytes(5 * MB)), `the message is larger than ${4 * MB} bytes (UWLR_MAX_MESSAGE_BYTES)`],
    ['bytes behind it', Buffer.concat([deflateSync('x'), Buffer.alloc(100)]), 'something follows the compressed body'],
    ['half of it', deflateSync(randomBytes(1000)).subarray(0, 500), 'the body is not compressed as it says'],
    ['gzip that says it is deflate', gzipSync('x'), 'the body is not compressed as it says'],
  ])('has the same bounds: %s', async (_what, body, reason) => {
    expect((await unfolded(body)).came).toBe(reason);
  });
});

test('bytes behind a compressed body are refused, also when they come later', async () => {
  expect(await unfold([Buffer.concat([gzipSync('x'), Buffer.alloc(100)])])).toMatchObject({
    came: 'something follows the compressed body',
  });
  expect(await unfold(endless(gzipSync('x'), Buffer.alloc(60_000)))).toMatchObject({ came: 'something follows the compressed body' });
});

test('a compressed body in pieces of a byte is unfolded in pieces of what came meanwhile', async () => {
  const body = gzipSync(randomBytes(100_000));
  const turns = jest.spyOn(Gunzip.prototype, 'write');
  const pieces = new Readable({ read: () => undefined });
  for (const byte of body) pieces.push(Buffer.of(byte));
  pieces.push(null);
  const count = { wire: 0, decoded: 0 };
  for await (const _ of bodyChunks(pieces, 'gzip', LIMITS, count));
  expect(count).toEqual({ wire: body.length, decoded: 100_000 });
  // Pieces are no larger than what a stream lets wait: 16 KiB.
  expect(turns.mock.calls.length).toBeGreaterThan(0);
  expect(turns.mock.calls.length).toBeLessThan(100);
  turns.mockRestore();
});

test('more compressed bytes than a message may have are refused, however well they unfold', async () => {
  const { came, wire } = await unfold([gzipSync(randomBytes(5 * MB), { level: 0 })]);
  expect(came).toBe(`the message is larger than ${LIMITS.bytes} bytes (UWLR_MAX_MESSAGE_BYTES)`);
  expect(wire).toBeLessThan(6 * MB);
});

describe('what honest senders make is read', () => {
  const text = randomBytes(MB).toString('base64').slice(0, MB);
  test.each<[string, () => Iterable<Buffer> | Promise<Iterable<Buffer>>, number]>([
    ['bytes that cannot be compressed', () => [gzipSync(randomBytes(3 * MB))], 3 * MB],
    ['stored, not compressed', () => [gzipSync(text, { level: 0 })], MB],
    ['members behind each other', () => [gzipSync(text), gzipSync(text)], 2 * MB],
    ['a hundred bytes at a time', () => flushed(text.slice(0, 100_000), 100), 100_000],
    ['nothing at all', () => [gzipSync('')], 0],
  ])('%s', async (_name, pieces, bytes) => {
    expect(await unfold(await pieces())).toMatchObject({ came: bytes });
  });
});

/** As a sender does it that writes piece by piece and flushes each. */
async function flushed(text: string, size: number): Promise<Buffer[]> {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  const out: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => out.push(piece));
  for (let at = 0; at < text.length; at += size) await new Promise<void>((done) => gzip.write(text.slice(at, at + size), () => done()));
  await new Promise<void>((done) => gzip.end(() => done()));
  return out;
}
