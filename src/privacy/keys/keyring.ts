import { createHmac, type Hmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './derive-key.js';
import { HmacSha256 } from './hmac.js';
import { LastingKeys, type WrappedKeys } from './lasting-keys.js';
import { SchoolKey } from './seal.js';
import { openBytes, sealBytes } from './sealed-box.js';

const SECRET_PURPOSE = 'secret of another 1';
/** Bytes that are copied sooner than an object of OpenSSL is made for them. */
const SMALL = 16_384;
/** Of 6 bits each. */
const CALLER_CHARACTERS = 22;
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

/** The keyring of a secret that takes the place of another, and what the store has to keep for it. */
export interface Successor {
  readonly keyring: Keyring;
  readonly wrapped: WrappedKeys;
}

/** The keys of this gateway, each for one purpose, all derived from one secret, except those that have to outlive it. */
export class Keyring {
  readonly #lasting: LastingKeys;
  readonly #wrap: KeyObject;
  readonly #secrets: KeyObject;
  readonly #audit: KeyObject;
  readonly #credentials: HmacSha256;
  readonly #tokens: HmacSha256;
  readonly #messages: HmacSha256;
  readonly #callers: HmacSha256;
  /** Signs the access tokens that clients get for a short time. */
  readonly accessTokenKey: KeyObject;
  /** The same for the same secret, and of no use to find it: to tell that a store was made with another one. */
  readonly fingerprint: string;

  private constructor(secret: Buffer, wrapped: WrappedKeys) {
    this.#lasting = LastingKeys.of(secret, wrapped);
    this.#wrap = deriveKey(secret, 'school key wrap');
    this.#secrets = deriveKey(secret, 'secrets of others');
    this.#audit = deriveKey(secret, 'audit seal');
    this.#credentials = new HmacSha256(this.#lasting.key('credential hash'));
    this.#tokens = new HmacSha256(this.#lasting.key('token hash'));
    this.#messages = new HmacSha256(this.#lasting.key('message digest'));
    this.#callers = new HmacSha256(deriveKey(secret, 'callers that are counted'));
    this.accessTokenKey = deriveKey(secret, 'access token signature');
    this.fingerprint = createHmac('sha256', deriveKey(secret, 'fingerprint')).digest('hex').slice(0, 16);
  }

  /**
   * Takes the text as it stands, hex and base64 too; white space around it is of no meaning. `wrapped`: what the store keeps since the
   * secret was replaced. Throws `RangeError` when it is too short, `SealError` when `wrapped` was made for another secret.
   */
  static fromSecret(secret: string, wrapped: WrappedKeys = new Map()): Keyring {
    if (!isStrongSecret(secret)) throw new RangeError('the secret is shorter than 32 bytes');
    return new Keyring(Buffer.from(secret.trim()), wrapped);
  }

  /**
   * The keyring of the secret that takes the place of this one from `sealedTo` on, the last place of the audit that seals of this one
   * count for. Hashes of keys, tokens and messages stay what they are; everything else is of the new secret. Throws `RangeError` for
   * a secret that is too short, or was that of this gateway before.
   */
  successor(secret: string, sealedTo: number): Successor {
    const { fingerprint } = Keyring.fromSecret(secret);
    if (fingerprint === this.fingerprint) throw new RangeError('the secret is the one that is in use');
    if (this.#lasting.had(fingerprint)) throw new RangeError('the secret was in use before');
    const bytes = Buffer.from(secret.trim());
    const wrapped = this.#lasting.wrapFor(bytes, { fingerprint: this.fingerprint, upTo: sealedTo, key: this.#audit });
    return { keyring: new Keyring(bytes, wrapped), wrapped };
  }

  /** What is kept of an autorisatiesleutel: HMAC-SHA256 in hex. */
  hashCredential(key: string): string {
    return this.#credentials.digest(key).toString('hex');
  }

  /** What is kept of a bearer token: HMAC-SHA256 in hex. */
  hashToken(token: string): string {
    return this.#tokens.digest(token).toString('hex');
  }

  /** What is kept of the secret of a client: HMAC-SHA256 in hex. */
  hashClientSecret(secret: string): string {
    return createHmac('sha256', this.#lasting.key('client secret hash')).update(secret).digest('hex');
  }

  /** What stands for a caller, an address perhaps, in counts that are kept for a short time: 128 bits of HMAC-SHA256 in base64url. */
  hashCaller(text: string): string {
    return this.#callers.digestText(text, 'base64url').slice(0, CALLER_CHARACTERS);
  }

  /** What a seal of the audit proves itself with: HMAC-SHA256 in hex. */
  auditMac(text: string): string {
    return createHmac('sha256', this.#audit).update(text).digest('hex');
  }

  /** Whether it is what the secret with this fingerprint proves a seal of this place with. One of before counts for places before its end. */
  isAuditMac(mac: string, text: string, { key, seq }: { readonly key: string; readonly seq: number }): boolean {
    const own = key === this.fingerprint ? this.#audit : this.#lasting.sealKey(key, seq);
    return own !== undefined && sameText(createHmac('sha256', own).update(text).digest('hex'), mac);
  }

  /** The place in the audit at which this secret took the place of another; 0: it never did. */
  get replacedAt(): number {
    return this.#lasting.replacedAt;
  }

  /** A keyed digest to feed a message to, piece by piece. Keyed, so that nobody can test a guess at its content. */
  digest(): Hmac {
    return createHmac('sha256', this.#lasting.key('message digest'));
  }

  /** The same digest (hex) of a message that is at hand. */
  digestOf(message: Uint8Array): string {
    if (message.length > SMALL) return this.digest().update(message).digest('hex');
    return this.#messages.digestOf(message).toString('hex');
  }

  /** A key for a school, new unless `fresh` gives its 32 bytes, encrypted for storing. */
  wrapSchoolKey(school: string, fresh: Uint8Array = randomBytes(32)): Buffer {
    if (fresh.length !== 32) throw new RangeError('a school key has 32 bytes');
    return sealBytes(this.#wrap, Buffer.from(fresh), wrapPurpose(school));
  }

  /** The same key of a school, encrypted under another secret. Throws `SealError`. */
  rewrapSchoolKey(school: string, wrapped: Uint8Array, next: Keyring): Buffer {
    return next.wrapSchoolKey(school, openBytes(this.#wrap, wrapped, wrapPurpose(school)));
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
