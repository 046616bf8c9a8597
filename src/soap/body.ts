import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { XmlError } from '../xml/xml-error.js';

export interface BodyLimits {
  /** Decoded bytes of one message. */
  readonly bytes: number;
  /** How many times larger than its compressed form a message may be, once it is over a megabyte. */
  readonly ratio: number;
}

/** Real messages compress 10 to 25 times; a bomb does a thousand. */
export const DEFAULT_BODY_LIMITS: BodyLimits = { bytes: 64 * 1024 * 1024, ratio: 100 };

const FREE = 1024 * 1024;

/** What came over the wire, and what it was after decoding. */
export interface BodyCount {
  wire: number;
  decoded: number;
}

/**
 * The bytes of a request body, decompressed when `contentEncoding` says gzip, within limits.
 * Throws `XmlError` `limit` or `gzip`; an encoding other than gzip or identity is `gzip` too.
 */
export async function* bodyChunks(
  request: Readable,
  contentEncoding: string | undefined,
  limits: BodyLimits,
  count: BodyCount,
): AsyncGenerator<Uint8Array> {
  if (isGzip(contentEncoding)) yield* inflated(request, limits, count);
  else if (['identity', ''].includes(nameOf(contentEncoding))) yield* plain(request, limits, count);
  else throw new XmlError('gzip', 'only gzip is accepted as a content encoding', 0, 0);
}

/** Whether a content encoding is the one that is taken. */
export function isGzip(contentEncoding: string | undefined): boolean {
  return ['gzip', 'x-gzip'].includes(nameOf(contentEncoding));
}

function nameOf(contentEncoding = 'identity'): string {
  return contentEncoding.trim().toLowerCase();
}

async function* plain(request: Readable, limits: BodyLimits, count: BodyCount): AsyncGenerator<Uint8Array> {
  // The request stays open when reading ends early: the fault still has to go out over its connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    count.wire += chunk.length;
    count.decoded = count.wire;
    if (count.decoded > limits.bytes) throw tooLarge();
    yield chunk;
  }
}

async function* inflated(request: Readable, limits: BodyLimits, count: BodyCount): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 65_536 });
  request.on('data', (chunk: Buffer) => {
    count.wire += chunk.length;
  });
  request.once('error', (error) => gunzip.destroy(error));
  request.pipe(gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      count.decoded += chunk.length;
      if (count.decoded > limits.bytes) throw tooLarge();
      if (count.decoded > FREE && count.decoded > count.wire * limits.ratio) {
        throw new XmlError('gzip', 'the compressed body expands too much', 0, 0);
      }
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? new XmlError('gzip', 'the body is not valid gzip', 0, 0) : error;
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
  }
}

function tooLarge(): XmlError {
  return new XmlError('limit', 'the message is too large', 0, 0);
}

function isZlibError(error: unknown): boolean {
  return codeOf(error).startsWith('Z_');
}

/** The code of a system error, or nothing. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
