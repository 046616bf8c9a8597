import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { SealError } from './seal-error.js';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM under a 32-byte key with a random nonce: version byte, nonce (12), ciphertext, tag (16).
 * `purpose` is authenticated with it, and has to be the same when it is opened.
 */
export function sealBytes(key: KeyObject, plain: Buffer, purpose: string): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bytesOf(purpose));
  return Buffer.concat([HEAD, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

const HEAD = Buffer.of(VERSION);
/** Random bytes are fetched many at a time: asking for twelve costs as much as asking for thousands. */
const pool = Buffer.alloc(NONCE * 512);
let used = pool.length;

/** Twelve bytes that were given out to nobody else. A copy: the pool is filled anew. */
function freshNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += NONCE;
  return Buffer.from(pool.subarray(used - NONCE, used));
}

/** Throws `SealError`. */
export function openBytes(key: KeyObject, sealed: Uint8Array, purpose: string): Buffer {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== VERSION) throw new SealError('format');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG });
  decipher.setAAD(bytesOf(purpose));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const plain = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG));
  try {
    // In GCM nothing is left to be given: this only checks the tag.
    decipher.final();
    return plain;
  } catch {
    throw new SealError('tampered');
  }
}

/** The last purpose as bytes: nearly all are the same. */
function bytesOf(purpose: string): Buffer {
  if (purpose !== last.purpose) last = { purpose, bytes: Buffer.from(purpose) };
  return last.bytes;
}

let last = { purpose: '', bytes: Buffer.alloc(0) };
