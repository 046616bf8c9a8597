/** Bytes of a UUID, and of a text that would be taken for one without a zero before it. */
const UUID_BYTES = 16;
const UUID_LETTERS = 36;
const DASH = 45;
/** No figure. */
const NONE = 255;

/** Where results stand whose keys nobody can read any more: those that a migration placed. */
export const UNPLACED = 0;
/** Places that keys lead to, from 1. Who knows the id of a result, and not its key, looks in each of them. */
export const PLACES = 32;
/** Digits at the end of a key that tell results of one delivery apart. */
const MOST_DIGITS = 3;

/** A place and a UUID on their way to a cell. */
const scratch = Buffer.alloc(1 + UUID_BYTES);

/**
 * The place of a result among the ids of its source: a number that says nothing about it, and that keys which differ only in their last digits
 * share. Results of one delivery, which most vendors number, stand together in the index of ids, and change a few of its pages instead of
 * one each. `identity`: what stands for its key in its id, see `resultIdentity`. The same one has the same place for ever: it is part of what
 * is stored.
 */
export function placeOfKey(identity: string): number {
  let end = identity.length;
  while (end > 0 && end > identity.length - MOST_DIGITS && isDigit(identity.charCodeAt(end - 1))) end -= 1;
  // FNV-1a, of 32 bits.
  let hash = 0x811c9dc5;
  for (let at = 0; at < end; at++) {
    const code = identity.charCodeAt(at);
    // Half of a pair alone comes back from the store as this.
    hash = Math.imul(hash ^ ((code & 0xf800) === 0xd800 ? 0xfffd : code), 0x01000193);
  }
  return 1 + ((hash ^ (hash >>> 15)) & (PLACES - 1));
}

/** What a row has as its id, as a cell: its place in one byte, and then `idBytes`. */
export function placedId(place: number, id: string): string {
  scratch[0] = place;
  if (writeUuid(id, scratch, 1)) return scratch.toString('latin1');
  return Buffer.concat([Buffer.of(place), idBytes(id)]).toString('latin1');
}

/** The ids that a row may have of which this is the id, one for each place. Name the index with them. */
export function placedIds(id: string): readonly Uint8Array[] {
  const bytes = idBytes(id);
  return Array.from({ length: PLACES + 1 }, (_, place) => Buffer.concat([Buffer.of(place), bytes]));
}

/** The id that a row has. */
export function placedIdText(placed: Uint8Array): string {
  return idText(placed.subarray(1));
}

/**
 * The id of a result in bytes: of a UUID its 16 bytes instead of 36 letters, of any other text its letters. The same text has
 * the same bytes, and no other text has them.
 */
export function idBytes(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(UUID_BYTES);
  if (writeUuid(id, bytes, 0)) return bytes;
  const letters = Buffer.from(id);
  return letters.length === UUID_BYTES || letters[0] === 0 ? Buffer.concat([Buffer.of(0), letters]) : letters;
}

/** The id whose bytes these are. */
export function idText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length !== UUID_BYTES) return buffer.toString('utf8', buffer[0] === 0 ? 1 : 0);
  const hex = buffer.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Writes the bytes of a UUID that is written in small letters. False for any other text. One pass: there is an id with each result. */
function writeUuid(id: string, into: Buffer, start: number): boolean {
  if (id.length !== UUID_LETTERS) return false;
  let at = 0;
  for (let byte = 0; byte < UUID_BYTES; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) {
      if (id.charCodeAt(at) !== DASH) return false;
      at += 1;
    }
    const high = figure(id.charCodeAt(at));
    const low = figure(id.charCodeAt(at + 1));
    if (high === NONE || low === NONE) return false;
    into[start + byte] = high * 16 + low;
    at += 2;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** What a figure of a UUID stands for. */
function figure(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : NONE;
}
