import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { deriveKey } from '../keys/derive-key.js';
import { HmacSha256 } from '../keys/hmac.js';

const NONCE = 12;
const TAG = 16;
const UUID = 16;
const PURPOSE = Buffer.from('detail link 1');

/**
 * Names of links to the page of a vendor about a result: 59 characters of base64url. A name says nothing, and each receiver has its own
 * for the same result, so that two receivers cannot lay theirs side by side. AES-256-GCM with a nonce that is a keyed hash of result and
 * receiver: the same receiver gets the same link each time. Only the school's key opens it.
 */
export class DetailLinks {
  readonly #key: KeyObject;
  readonly #nonces: HmacSha256;

  /** @param key 32 bytes; made by `SchoolKey` */
  constructor(key: Uint8Array) {
    this.#key = deriveKey(key, 'detail link 1');
    this.#nonces = new HmacSha256(deriveKey(key, 'detail link nonce 1'));
  }

  /** `result`: a UUID. `generation`: of the names of receivers; those of a later one are other links too. */
  seal(result: string, receiver: string, generation: number): string {
    const nonce = this.#nonces.digest(`${result} ${generation} ${receiver}`).subarray(0, NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(PURPOSE);
    const sealed = [cipher.update(Buffer.from(result.replaceAll('-', ''), 'hex')), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat([nonce, ...sealed]).toString('base64url');
  }

  /** The result that a link is about; undefined for anything but a link of this school. */
  open(link: string): string | undefined {
    const sealed = Buffer.from(link, 'base64url');
    // One text per link: what is decoded loosely would be another text for the same one.
    if (sealed.length !== NONCE + UUID + TAG || sealed.toString('base64url') !== link) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(PURPOSE).setAuthTag(sealed.subarray(NONCE + UUID));
    const hex = decipher.update(sealed.subarray(NONCE, NONCE + UUID)).toString('hex');
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}
