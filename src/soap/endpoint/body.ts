import { type Readable, Writable } from 'node:stream';
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import { XmlError } from '../../xml/xml-error.js';

export interface BodyLimits {
  /** Decoded bytes of one message. */
  readonly bytes: number;
  /** How many times larger than its compressed form a message may be, once it is over a megabyte. */
  readonly ratio: number;
}

/** Real messages compress 10 to 25 times; a bomb does a thousand. */
export const DEFAULT_BODY_LIMITS: BodyLimits = { bytes: 64 * 1024 * 1024, ratio: 100 };

export const FREE_BYTES = 1024 * 1024;
/**
 * How many compressed bytes may be ahead of what came of them. Gzip never makes a message much longer: bytes that unfold to nothing
 * (empty blocks and members, long names in its head) are work for nothing. What was inflated and not read yet is ahead too.
 */
export const AHEAD_BYTES = 512 * 1024;
const UNPACKED_BYTES = 65_536;

type Unpacker = Gunzip | Inflate;

/** What came over the wire, and what it was after decoding. */
export interface BodyCount {
  wire: number;
  decoded: number;
}

/**
 * The bytes of a request body, decompressed when `contentEncoding` says gzip or deflate (which PHP's SoapClient can send), within limits.
 * Throws `XmlError` `limit` or `gzip`; any other encoding but identity is `gzip` too.
 */
export async function* bodyChunks(
  request: Readable,
  contentEncoding: string | undefined,
  limits: BodyLimits,
  count: BodyCount,
): AsyncGenerator<Uint8Array> {
  if (isGzip(contentEncoding)) yield* inflated(request, createGunzip({ chunkSize: UNPACKED_BYTES }), limits, count);
  // RFC 9110, 8.4.1.2: with the head and the checksum of zlib.
  else if (nameOf(contentEncoding) === 'deflate') yield* inflated(request, createInflate({ chunkSize: UNPACKED_BYTES }), limits, count);
  else if (isPlain(contentEncoding)) yield* plain(request, limits, count);
  else throw invalid('only gzip and deflate are accepted as a content encoding');
}

/** Whether a content encoding is the one that is taken. */
export function isGzip(contentEncoding: string | undefined): boolean {
  return ['gzip', 'x-gzip'].includes(nameOf(contentEncoding));
}

/** Whether a body is not encoded at all. */
export function isPlain(contentEncoding: string | undefined): boolean {
  return contentEncoding === undefined || ['identity', ''].includes(nameOf(contentEncoding));
}

function nameOf(contentEncoding = 'identity'): string {
  return contentEncoding.trim().toLowerCase();
}

async function* plain(request: Readable, limits: BodyLimits, count: BodyCount): AsyncGenerator<Uint8Array> {
  // The request stays open when reading ends early: the fault still has to go out over its connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    count.wire += chunk.length;
    count.decoded = count.wire;
    if (count.decoded > limits.bytes) throw tooLarge(limits.bytes);
    yield chunk;
  }
}

async function* inflated(request: Readable, gunzip: Unpacker, limits: BodyLimits, count: BodyCount): AsyncGenerator<Uint8Array> {
  const gathering = gathered(gunzip);
  // In this order: a request that somebody still looks at would flow on.
  const stop = () => {
    request.off('data', look);
    request.unpipe(gathering);
    gathering.destroy();
  };
  const end = (error: Error) => {
    stop();
    gunzip.destroy(error);
  };
  const look = (chunk: Buffer) => {
    count.wire += chunk.length;
    if (count.wire > limits.bytes) end(tooLarge(limits.bytes));
    else if (gunzip.bytesWritten > 2 * count.decoded + AHEAD_BYTES) end(invalid('the compressed body is longer than what is in it'));
  };
  request.on('data', look);
  request.once('error', end);
  request.pipe(gathering);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      count.decoded += chunk.length;
      if (count.decoded > limits.bytes) throw tooLarge(limits.bytes);
      if (count.decoded > FREE_BYTES && count.decoded > gunzip.bytesWritten * limits.ratio)
        throw invalid('the compressed body expands too much');
      yield chunk;
    }
    await refuseMore(request, gunzip, count);
  } catch (error) {
    throw isZlibError(error) ? invalid('the body is not compressed as it says') : error;
  } finally {
    stop();
    gunzip.destroy();
  }
}

/**
 * Hands on to `gunzip` in one piece what came while it was at work: each piece costs a turn of another thread, and a sender makes as many
 * pieces as it likes, of a byte each.
 */
function gathered(gunzip: Unpacker): Writable {
  const gathering = new Writable({
    write: (piece: Buffer, _encoding, done) => void gunzip.write(piece, done),
    writev: (pieces, done) => void gunzip.write(Buffer.concat(pieces.map(({ chunk }) => chunk as Buffer)), done),
    final: (done) => void gunzip.end(done),
  });
  // It is that of `gunzip`, where it is read.
  return gathering.on('error', () => undefined);
}

/** Bytes behind the end of the compressed body: nobody would look at them, and they might never end. */
async function refuseMore(request: Readable, gunzip: Unpacker, count: BodyCount): Promise<void> {
  const ends = count.wire === gunzip.bytesWritten && (request.readableEnded || (await isNextTheEnd(request)));
  if (!ends) throw invalid('something follows the compressed body');
}

function isNextTheEnd(request: Readable): Promise<boolean> {
  return new Promise((resolve, reject) => {
    request.once('end', () => resolve(true));
    request.once('data', () => resolve(false));
    request.once('error', reject);
    request.once('close', () => resolve(false));
    request.resume();
  });
}

/** What a message with more bytes than this is told. */
export function tooLarge(bytes: number): XmlError {
  return new XmlError('limit', `the message is larger than ${bytes} bytes (UWLR_MAX_MESSAGE_BYTES)`, 0, 0);
}

function invalid(reason: string): XmlError {
  return new XmlError('gzip', reason, 0, 0);
}

function isZlibError(error: unknown): boolean {
  return codeOf(error).startsWith('Z_');
}

/** The code of a system error, or nothing. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
