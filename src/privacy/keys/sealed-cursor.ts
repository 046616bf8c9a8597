import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { HmacSha256 } from './hmac.js';

const NONCE = 12;
const TAG = 16;

/**
 * Encrypts the place in a list: AES-256-GCM with a nonce that is a keyed hash of the place, so that the same place always looks the
 * same, and nothing else can be told from it. Gives base64url.
 */
export function sealCursor(key: KeyObject, nonces: HmacSha256, list: string, place: string): string {
  const nonce = nonces.digest(`${list}\0${place}`).subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(list));
  return Buffer.concat([nonce, cipher.update(place, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Gives undefined for anything but a cursor of this list that was sealed under this key. */
export function openCursor(key: KeyObject, list: string, cursor: string): string | undefined {
  const sealed = Buffer.from(cursor, 'base64url');
  // One text per cursor: what is decoded loosely would be another text for the same place.
  if (sealed.length < NONCE + TAG || sealed.toString('base64url') !== cursor) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(list)).setAuthTag(sealed.subarray(sealed.length - TAG));
  const place = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
  try {
    decipher.final();
    return place.toString();
  } catch {
    return undefined;
  }
}
