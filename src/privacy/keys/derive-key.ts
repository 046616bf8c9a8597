import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869). The purposes are part of what is stored: never rename one. */
export function deriveKey(secret: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'uwlr-gateway', purpose, 32)));
}
