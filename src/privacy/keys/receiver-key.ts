import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { deriveKey } from './derive-key.js';
import { HmacSha256 } from './hmac.js';
import { UuidPermutation } from './uuid-permutation.js';

/** What a receiver gets aliases of. Tests and messages have public ids: they are about nobody. */
export type ReceiverAliasKind = 'learner' | 'group' | 'teacher';

export const RECEIVER_ALIAS_KINDS: readonly ReceiverAliasKind[] = ['learner', 'group', 'teacher'];

const ALIAS_LENGTH = 27;
/** Aliases that are at hand: some megabytes. Each can be made again. */
const MOST_KNOWN = 20_000;

/**
 * How one receiver knows the people, groups and results of one school. Everything hangs from a key of the school and the receiver, so
 * that no two receivers hold the same name of anybody.
 */
export class ReceiverKey {
  readonly #alias: ReadonlyMap<ReceiverAliasKind, HmacSha256>;
  readonly #known = new Map<string, string>();
  readonly #results: UuidPermutation;
  readonly #order: HmacSha256;
  readonly #cursor: KeyObject;
  readonly #nonces: HmacSha256;

  /** @param key 32 bytes; made by `SchoolKey` */
  constructor(key: Uint8Array) {
    this.#alias = new Map(RECEIVER_ALIAS_KINDS.map((kind) => [kind, new HmacSha256(deriveKey(key, `alias ${kind}`))]));
    this.#results = new UuidPermutation(deriveKey(key, 'result id'));
    this.#order = new HmacSha256(deriveKey(key, 'order'));
    this.#cursor = deriveKey(key, 'cursor');
    this.#nonces = new HmacSha256(deriveKey(key, 'cursor nonce'));
  }

  /** What the receiver calls whom the gateway calls `id`: 27 characters of base64url, 162 bits of HMAC-SHA256. */
  alias(kind: ReceiverAliasKind, id: string): string {
    const name = `${kind} ${id}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const alias = (this.#alias.get(kind) as HmacSha256).digest(id).toString('base64url').slice(0, ALIAS_LENGTH);
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(name, alias);
    return alias;
  }

  /** The ids under which the receiver knows these results. */
  hideResults(ids: readonly string[]): string[] {
    return this.#results.hide(ids);
  }

  /** The result that has this id for the receiver, if it is there at all. */
  revealResult(id: string): string | undefined {
    return this.#results.reveal(id);
  }

  /** Where a row stands in lists of this receiver: as good as random, and always the same. To compare as text. */
  rank(row: number): string {
    return this.#order.digest(String(row)).toString('latin1');
  }

  sealCursor(list: string, place: string): string {
    return sealCursor(this.#cursor, this.#nonces, list, place);
  }

  /** Gives undefined for anything but a cursor of this list that this receiver was given. */
  openCursor(list: string, cursor: string): string | undefined {
    return openCursor(this.#cursor, list, cursor);
  }
}

const NONCE = 12;
const TAG = 16;

/**
 * Encrypts the place in a list: AES-256-GCM with a nonce that is a keyed hash of the place, so that the same place always looks the
 * same, and nothing else can be told from it. Gives base64url.
 */
function sealCursor(key: KeyObject, nonces: HmacSha256, list: string, place: string): string {
  const nonce = nonces.digest(`${list}\0${place}`).subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(list));
  return Buffer.concat([nonce, cipher.update(place, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Gives undefined for anything but a cursor of this list that was sealed under this key. */
function openCursor(key: KeyObject, list: string, cursor: string): string | undefined {
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
