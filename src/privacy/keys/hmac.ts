import { hash, type KeyObject } from 'node:crypto';

const BLOCK = 64;

/**
 * HMAC-SHA256 (RFC 2104) under one key, for many short texts and small messages. Two one-shot digests, since making a stream for each value
 * costs three times as much as the hashing; the tests hold it against `createHmac`.
 */
export class HmacSha256 {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /** @param key at most 64 bytes */
  constructor(key: KeyObject) {
    const bytes = key.export();
    if (bytes.length > BLOCK) throw new RangeError('a key of at most 64 bytes');
    this.#inner = padded(bytes, 0x36, 0);
    this.#outer = padded(bytes, 0x5c, 32);
  }

  digest(text: string): Buffer {
    this.#hashText(text);
    return hash('sha256', this.#outer, 'buffer');
  }

  /** The same as text. */
  digestText(text: string, encoding: 'hex' | 'base64url'): string {
    this.#hashText(text);
    return hash('sha256', this.#outer, encoding);
  }

  digestOf(bytes: Uint8Array): Buffer {
    const message = Buffer.allocUnsafe(BLOCK + bytes.length);
    message.set(bytes, BLOCK);
    this.#hashInner(message);
    return hash('sha256', this.#outer, 'buffer');
  }

  #hashText(text: string): void {
    if (text.length * MOST_BYTES > scratch.length - BLOCK) {
      this.#hashInner(Buffer.from(BLANK + text));
      return;
    }
    const end = BLOCK + scratch.write(text, BLOCK);
    beginnings[end] ??= scratch.subarray(0, end);
    this.#hashInner(beginnings[end]);
    // It may be the id of a pupil.
    scratch.fill(0, BLOCK, end);
  }

  /** `message` has room for a block in front. */
  #hashInner(message: Buffer): void {
    this.#inner.copy(message);
    // As a text of bytes: a buffer for each digest takes longer to make, and to collect, than the digest.
    this.#outer.write(hash('sha256', message, 'binary'), BLOCK, 'latin1');
  }
}

/** Of a character of a text, at most. */
const MOST_BYTES = 3;
const BLANK = '\0'.repeat(BLOCK);
/** Texts go in here on their way to the hash, behind room for a block: one buffer for all keys. */
const scratch = Buffer.alloc(2048);
/** Its beginnings, by their length: a view takes as long to make as a short text to hash. */
const beginnings: (Buffer | undefined)[] = [];

function padded(key: Buffer, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK + room, pad);
  for (let at = 0; at < BLOCK; at++) block[at] = pad ^ (key[at] ?? 0);
  return block;
}
