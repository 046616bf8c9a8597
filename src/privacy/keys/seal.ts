import type { KeyObject } from 'node:crypto';
import { detached } from '../../xml/detach.js';
import { DetailLinks } from '../minimise/detail-links.js';
import { deriveKey } from './derive-key.js';
import { HmacSha256 } from './hmac.js';
import { ReceiverKey } from './receiver-key.js';
import { openBytes, sealBytes } from './sealed-box.js';

export type AliasKind = 'leerlingid' | 'eckid' | 'groep' | 'samengestelde_groep' | 'leerkracht' | 'leerkracht-eckid';

const ALIAS_KINDS: readonly AliasKind[] = ['leerlingid', 'eckid', 'groep', 'samengestelde_groep', 'leerkracht', 'leerkracht-eckid'];

const ALIAS_LENGTH = 27;
/** Learners of a school whose sealed keys are at hand: a few megabytes. */
const MOST_SEALED = 20_000;
/** Receivers and generations whose keys are at hand. Each can be made again. */
const MOST_RECEIVERS = 100;
const SEAL_PURPOSE = 'school value 1';
const RECEIVER_ALIAS_PURPOSE = 'receiver alias 1';

/** What may be done with the personal values of one school. Whoever destroys a school's key has erased its values. */
export class SchoolKey {
  readonly #alias: ReadonlyMap<AliasKind, HmacSha256>;
  readonly #content: HmacSha256;
  readonly #seal: KeyObject;
  readonly #erased: HmacSha256;
  readonly #receipts: HmacSha256;
  readonly #sealed = new Map<string, string>();
  readonly #receivers: Buffer;
  readonly #receiverKeys = new Map<string, ReceiverKey>();
  readonly #detailLinks: DetailLinks;

  /** @param key 32 random bytes; made and kept by `Keyring` */
  constructor(key: Uint8Array) {
    this.#alias = new Map(ALIAS_KINDS.map((kind) => [kind, new HmacSha256(deriveKey(key, `alias ${kind}`))]));
    this.#content = new HmacSha256(deriveKey(key, 'content'));
    this.#seal = deriveKey(key, 'seal');
    this.#erased = new HmacSha256(deriveKey(key, 'erased learner 1'));
    this.#receipts = new HmacSha256(deriveKey(key, 'erasure receipt 1'));
    this.#receivers = deriveKey(key, 'receivers').export();
    this.#detailLinks = new DetailLinks(deriveKey(key, 'detail links').export());
  }

  /** Names of links to pages of vendors. */
  get detailLinks(): DetailLinks {
    return this.#detailLinks;
  }

  /**
   * The pseudonym that stands for a value within this school: 27 characters of base64url, 162 bits of HMAC-SHA256.
   * The same value gives the same alias, in no other school and for no other kind.
   */
  alias(kind: AliasKind, value: string): string {
    return detached((this.#alias.get(kind) as HmacSha256).digestText(value, 'base64url').slice(0, ALIAS_LENGTH));
  }

  /** A keyed digest (hex) of a text: tells that it is the same as before without keeping it. */
  contentDigest(text: string): string {
    return this.#content.digestText(text, 'hex');
  }

  /** What is kept of the pseudonym of a learner who was erased (hex): tells that it is the same learner, and leads to nobody. */
  erasedDigest(alias: string): string {
    return this.#erased.digestText(alias, 'hex');
  }

  /** The key (32 bytes) under which a receipt of an erasure has its hashes. */
  receiptKey(receipt: string): Buffer {
    return this.#receipts.digest(receipt);
  }

  /** Encrypts a value. Sealed twice it looks different each time; the length shows. */
  seal(plain: string): Buffer {
    return sealBytes(this.#seal, Buffer.from(plain), SEAL_PURPOSE);
  }

  /**
   * The sealed `leerlingid` of the learner with this alias. Sealing is dear and a school's pupils come back every day, so the
   * last ones are kept: the sealed bytes only, never the value.
   */
  sealLearner(alias: string, leerlingid: string): Buffer {
    const known = this.#sealed.get(alias);
    if (known !== undefined) return Buffer.from(known, 'latin1');
    const sealed = this.seal(leerlingid);
    if (this.#sealed.size >= MOST_SEALED) this.#sealed.clear();
    // As text: each of these few bytes would keep the eight kilobytes that Node cuts small buffers from.
    this.#sealed.set(alias, sealed.toString('latin1'));
    return sealed;
  }

  /** Throws `SealError` for anything but what `seal` gave under this school's key. */
  open(sealed: Uint8Array): string {
    return openBytes(this.#seal, sealed, SEAL_PURPOSE).toString();
  }

  /**
   * How a receiver knows this school. `generation`, from 1, goes up when the school's aliases are rotated: another one gives other
   * aliases, ids and cursors.
   */
  receiver(receiver: string, generation: number): ReceiverKey {
    const name = `${generation} ${receiver}`;
    const known = this.#receiverKeys.get(name);
    if (known !== undefined) return known;
    const made = new ReceiverKey(deriveKey(this.#receivers, `receiver ${name}`).export());
    if (this.#receiverKeys.size >= MOST_RECEIVERS) this.#receiverKeys.clear();
    this.#receiverKeys.set(name, made);
    return made;
  }

  /** Encrypts whom an alias stands for, so that it opens beside that alias of that receiver only. */
  sealAliased(receiver: string, alias: string, id: string): Buffer {
    return sealBytes(this.#seal, Buffer.from(id), aliasPurpose(receiver, alias));
  }

  /** Throws `SealError`. */
  openAliased(receiver: string, alias: string, sealed: Uint8Array): string {
    return openBytes(this.#seal, sealed, aliasPurpose(receiver, alias)).toString();
  }
}

/** An alias has no spaces in it. */
function aliasPurpose(receiver: string, alias: string): string {
  return `${RECEIVER_ALIAS_PURPOSE} ${alias} ${receiver}`;
}
