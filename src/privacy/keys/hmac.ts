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
    this.#hashInner(behindBlock(text));
    return hash('sha256', this.#outer, 'buffer');
  }

  /** The same as text. */
  digestText(text: string, encoding: 'hex' | 'base64url'): string {
    this.#hashInner(behindBlock(text));
    return hash('sha256', this.#outer, encoding);
  }

  digestOf(bytes: Uint8Array): Buffer {
    const message = Buffer.allocUnsafe(BLOCK + bytes.length);
    message.set(bytes, BLOCK);
    this.#hashInner(message);
    return hash('sha256', this.#outer, 'buffer');
  }

  /** `message` has room for a block in front. */
  #hashInner(message: Buffer): void {
    this.#inner.copy(message);
    // As a text of bytes: a buffer for each digest takes longer to make, and to collect, than the digest.
    this.#outer.write(hash('sha256', message, 'binary'), BLOCK, 'latin1');
  }
}

function behindBlock(text: string): Buffer {
  const message = Buffer.allocUnsafe(BLOCK + Buffer.byteLength(text));
  message.write(text, BLOCK);
  return message;
}

function padded(key: Buffer, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK + room, pad);
  for (let at = 0; at < BLOCK; at++) block[at] = pad ^ (key[at] ?? 0);
  return block;
}
