import { createHmac, type Hmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './derive-key.js';
import { SchoolKey } from './seal.js';
import { openBytes, sealBytes } from './sealed-box.js';

const SECRET_PURPOSE = 'secret of another 1';
const HEX = /^[0-9a-f]+$/i;

/** True when a secret is long enough to be one: 32 bytes, as text, base64 or (then twice as many characters) hex. */
export function isStrongSecret(secret: string): boolean {
  const bytes = Buffer.byteLength(secret.trim());
  return (HEX.test(secret.trim()) ? bytes / 2 : bytes) >= 32;
}

/** Compares two texts without showing in time how much of them is the same. Their lengths do show. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The keys of this gateway, each for one purpose, all derived from one secret. */
export class Keyring {
  readonly #credential: KeyObject;
  readonly #token: KeyObject;
  readonly #digest: KeyObject;
  readonly #wrap: KeyObject;
  readonly #clientSecret: KeyObject;
  readonly #secrets: KeyObject;
  readonly #audit: KeyObject;
  /** Signs the access tokens that clients get for a short time. */
  readonly accessTokenKey: KeyObject;
  /** The same for the same secret, and of no use to find it: to tell that a store was made with another one. */
  readonly fingerprint: string;

  private constructor(secret: Buffer) {
    this.#credential = deriveKey(secret, 'credential hash');
    this.#token = deriveKey(secret, 'token hash');
    this.#digest = deriveKey(secret, 'message digest');
    this.#wrap = deriveKey(secret, 'school key wrap');
    this.#secrets = deriveKey(secret, 'secrets of others');
    this.#audit = deriveKey(secret, 'audit seal');
    this.#clientSecret = deriveKey(secret, 'client secret hash');
    this.accessTokenKey = deriveKey(secret, 'access token signature');
    this.fingerprint = createHmac('sha256', deriveKey(secret, 'fingerprint')).digest('hex').slice(0, 16);
  }

  /** Takes the text as it stands, hex and base64 too; white space around it is of no meaning. Throws `RangeError` when it is too short. */
  static fromSecret(secret: string): Keyring {
    if (!isStrongSecret(secret)) throw new RangeError('the secret is shorter than 32 bytes');
    return new Keyring(Buffer.from(secret.trim()));
  }

  /** What is kept of an autorisatiesleutel: HMAC-SHA256 in hex. */
  hashCredential(key: string): string {
    return createHmac('sha256', this.#credential).update(key).digest('hex');
  }

  /** What is kept of a bearer token: HMAC-SHA256 in hex. */
  hashToken(token: string): string {
    return createHmac('sha256', this.#token).update(token).digest('hex');
  }

  /** What is kept of the secret of a client: HMAC-SHA256 in hex. */
  hashClientSecret(secret: string): string {
    return createHmac('sha256', this.#clientSecret).update(secret).digest('hex');
  }

  /** What a seal of the audit proves itself with: HMAC-SHA256 in hex. */
  auditMac(text: string): string {
    return createHmac('sha256', this.#audit).update(text).digest('hex');
  }

  /** A keyed digest to feed a message to, piece by piece. Keyed, so that nobody can test a guess at its content. */
  digest(): Hmac {
    return createHmac('sha256', this.#digest);
  }

  /** A key for a school, new unless `fresh` gives its 32 bytes, encrypted for storing. */
  wrapSchoolKey(school: string, fresh: Uint8Array = randomBytes(32)): Buffer {
    if (fresh.length !== 32) throw new RangeError('a school key has 32 bytes');
    return sealBytes(this.#wrap, Buffer.from(fresh), wrapPurpose(school));
  }

  /** Encrypts a secret that we have to present to others, such as the autorisatiesleutel that a LAS issued. */
  sealSecret(plain: string): Buffer {
    return sealBytes(this.#secrets, Buffer.from(plain), SECRET_PURPOSE);
  }

  /** Throws `SealError` when it was sealed under another secret. */
  openSecret(sealed: Uint8Array): string {
    return openBytes(this.#secrets, sealed, SECRET_PURPOSE).toString();
  }

  /** Throws `SealError` when it was wrapped for another school or under another secret. */
  unwrapSchoolKey(school: string, wrapped: Uint8Array): SchoolKey {
    return new SchoolKey(openBytes(this.#wrap, wrapped, wrapPurpose(school)));
  }
}

function wrapPurpose(school: string): string {
  return `school key 1 ${school}`;
}
