import { type Cipher, createCipheriv, createDecipheriv, type Decipher, type KeyObject } from 'node:crypto';

const BLOCK = 16;
const VERSION_5 = 0x50;
const VARIANT = 0x80;
const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Turns UUIDs of version 5 into other UUIDs of version 5, each into one of its own, and back: AES-256 on their sixteen bytes, again
 * and again until the outcome has version and variant in place (cycle walking, Black and Rogaway 2002; 64 times on average). Nothing
 * has to be remembered, and without the key nobody can tell which goes with which.
 */
export class UuidPermutation {
  readonly #forth: Cipher;
  readonly #back: Decipher;

  /** @param key 32 bytes */
  constructor(key: KeyObject) {
    // One block is all that is ever encrypted: there is no chaining to do, and no state to keep.
    this.#forth = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.#back = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  }

  /** Many at once, as each step is one call for all of them. Throws `RangeError` for anything but a UUID of version 5. */
  hide(uuids: readonly string[]): string[] {
    return walk(this.#forth, uuids);
  }

  /** The UUID that this one stands for; undefined when it is none of version 5. Says nothing of whether there is such a thing. */
  reveal(uuid: string): string | undefined {
    return FORM.test(uuid) ? walk(this.#back, [uuid])[0] : undefined;
  }
}

function walk(step: Cipher | Decipher, uuids: readonly string[]): string[] {
  const done: string[] = new Array(uuids.length);
  let places = uuids.map((_, place) => place);
  let blocks = Buffer.concat(uuids.map(bytesOf));
  while (places.length > 0) {
    blocks = step.update(blocks);
    const away: number[] = [];
    for (const [index, place] of places.entries()) {
      const at = index * BLOCK;
      if (isUuid5(blocks, at)) done[place] = textOf(blocks, at);
      else {
        blocks.copyWithin(away.length * BLOCK, at, at + BLOCK);
        away.push(place);
      }
    }
    blocks = blocks.subarray(0, away.length * BLOCK);
    places = away;
  }
  return done;
}

function bytesOf(uuid: string): Buffer {
  if (!FORM.test(uuid)) throw new RangeError('not a UUID of version 5');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function isUuid5(blocks: Buffer, at: number): boolean {
  return ((blocks[at + 6] as number) & 0xf0) === VERSION_5 && ((blocks[at + 8] as number) & 0xc0) === VARIANT;
}

function textOf(blocks: Buffer, at: number): string {
  const hex = blocks.toString('hex', at, at + BLOCK);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
