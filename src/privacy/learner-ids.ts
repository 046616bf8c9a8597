import { percentDecoded } from '../uwlr/hidden-id.js';
import { mayBeBase64, mayBeHexText, type RunVisitor, visitRuns } from './encoded-runs.js';
import { CHARACTERS, FOLDED, folded, foldedBeyondAscii, foldedCharacter, HEX, PERCENT } from './folded.js';

/** Letters and digits that an id has to have to be looked for: shorter ones occur by chance in almost any text. */
const SHORTEST = 6;
/** An id with fewer letters or digits is found only where it stands by itself; one of digits only from one more on. */
const ANYWHERE = 8;
const ANYWHERE_IN_DIGITS = 9;
/** The last characters of an id, as one number of six bits each: what differs most between ids. */
const TAIL = 5;
const TAIL_MASK = 2 ** (TAIL * 6) - 1;
const FEWEST_SLOTS = 64;
/** Slots per id, at least: nearly every look ends at once. */
const ROOM = 3;
/** Texts that had to be decoded, and characters of one, that are remembered with what became of them. */
const MOST_DECODED = 200;
const MOST_REMEMBERED = 64;
/** What a look at a text may tell. */
const NOTHING = 0;
const FOUND = 1;
const MAY_BE_ENCODED = 2;
/** Stands where an id was taken out. Shorter than any id that is looked for, so that a text still fits its field. */
const TAKEN_OUT = '[id]';

/** Fewer bytes than a UUID has are no id as such. */
const SHORTEST_BYTES = 15;
/** What the two hex digits of a byte add to a tail. */
const HEX_TAILS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const [high, low] = byte.toString(16).padStart(2, '0');
  return (((high as string).charCodeAt(0) & 63) << 6) | ((low as string).charCodeAt(0) & 63);
});

const UUID = /^([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{16})$/;
const DIGITS = /^[0-9]+$/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const DIGIT = /[0-9]/;

/** An id with what to compare texts with, worked out when something ends as it does. */
interface Needle {
  readonly forms: readonly string[];
  readonly isDigits: boolean;
}

/**
 * The ids of learners (`leerlingid`, ECK iD) that must not stand in texts, and the search for them: in any case, with and without
 * separators, percent-encoded, as base64, base64url or hex of the text or of the bytes of a UUID, in either order of bytes; of an ECK iD
 * its last part alone too. Takes time in proportion to the texts, however many ids there are. Not found: ids of fewer than six letters and
 * digits, and those that stand for nobody (`#...`).
 */
export class LearnerIds {
  readonly #ids: string[] = [];
  readonly #needles: (Needle | undefined)[] = [];
  /** Tails, with open addressing, and beside each the place of its id in the lists. */
  #slots: number[] = emptySlots(FEWEST_SLOTS);
  #places: number[] = emptySlots(FEWEST_SLOTS);
  readonly #decoded = new Map<string, string>();
  #start = 0;
  #end = 0;

  constructor(ids: readonly (string | undefined)[]) {
    let last: string | undefined;
    for (const id of ids) {
      if (id !== undefined && id !== last) this.#add(id);
      last = id;
    }
  }

  /** Whether there is nothing to look for. */
  get none(): boolean {
    return this.#ids.length === 0;
  }

  areIn(text: string): boolean {
    if (this.none) return false;
    const seen = this.#look(text);
    return seen === FOUND || (seen === MAY_BE_ENCODED && (this.#find(text, 0) || this.#areEncodedIn(text)));
  }

  /** The text with `[id]` for each id in it; only that, when one stands in it in another encoding. The very same text when there is none. */
  takenOutOf(text: string): string {
    if (this.none) return text;
    const seen = this.#look(text);
    if (seen === NOTHING) return text;
    if (seen === FOUND || text.length > MOST_REMEMBERED) return this.#takeOut(text);
    // Results of a message have few texts, over and over, and to decode one takes as long as to look at ten.
    let clean = this.#decoded.get(text);
    if (clean === undefined) {
      clean = this.#takeOut(text);
      if (this.#decoded.size < MOST_DECODED) this.#decoded.set(text, clean);
    }
    return clean;
  }

  #takeOut(text: string): string {
    let [clean, from] = ['', 0];
    while (this.#find(text, from)) {
      clean += text.slice(from, this.#start) + TAKEN_OUT;
      from = this.#end;
    }
    if (from > 0) clean += text.slice(from);
    const left = from === 0 ? text : clean;
    return this.#areEncodedIn(left) ? TAKEN_OUT : left;
  }

  #add(id: string): void {
    if (id.trimStart().startsWith('#')) return;
    let [tail, count] = [0, 0];
    for (let at = id.length - 1; at >= 0 && count < SHORTEST; at--) {
      const value = foldedCharacter(id.charCodeAt(at));
      if (value === 0) continue;
      if (count < TAIL) tail |= (value & 63) << (6 * count);
      count += 1;
    }
    if (count < SHORTEST) return;
    const slots = this.#slots;
    let slot = slotOf(tail, slots.length - 1);
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      if (slots[slot] === tail && this.#ids[this.#places[slot] as number] === id) return;
    }
    slots[slot] = tail;
    this.#places[slot] = this.#ids.length;
    this.#ids.push(id);
    if (this.#ids.length * ROOM > slots.length) this.#grow();
  }

  #grow(): void {
    const [before, beforePlaces] = [this.#slots, this.#places];
    const slots = emptySlots(before.length * 4);
    const places = emptySlots(slots.length);
    for (let at = 0; at < before.length; at++) {
      const tail = before[at] as number;
      if (tail === 0) continue;
      let slot = slotOf(tail, slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = tail;
      places[slot] = beforePlaces[at] as number;
    }
    this.#slots = slots;
    this.#places = places;
  }

  /** What one look at each character tells: for most texts that there is nothing. `FOUND` means that nothing encoded came before it. */
  #look(text: string): typeof NOTHING | typeof FOUND | typeof MAY_BE_ENCODED {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let tail = 0;
    let count = 0;
    let kinds = 0;
    let hexFrom = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const character = code < 128 ? (CHARACTERS[code] as number) : 0;
      kinds |= character;
      if ((character & HEX) === 0) {
        if (at - hexFrom >= SHORTEST * 2 && mayBeHexText(text, hexFrom, at)) return MAY_BE_ENCODED;
        hexFrom = at + 1;
      }
      const value = code < 128 ? character & FOLDED : foldedBeyondAscii(code);
      if (value === 0) continue;
      tail = ((tail << 6) | (value & 63)) & TAIL_MASK;
      count += 1;
      if (count < SHORTEST) continue;
      for (let slot = slotOf(tail, mask); slots[slot] !== 0; slot = (slot + 1) & mask) {
        if (slots[slot] === tail && this.#endsAt(text, 0, at, slot, false)) return FOUND;
      }
    }
    if (text.length - hexFrom >= SHORTEST * 2 && mayBeHexText(text, hexFrom, text.length)) return MAY_BE_ENCODED;
    return (kinds & PERCENT) !== 0 || mayBeBase64(kinds, text.length) ? MAY_BE_ENCODED : NOTHING;
  }

  /**
   * The first id in a text as it stands there, from a place on; where it is, is in `#start` and `#end`. `anyhow`: also where a short one
   * does not stand by itself, as in what was decoded, where neighbours mean nothing.
   */
  #find(text: string, from: number, anyhow = false): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let tail = 0;
    let count = 0;
    for (let at = from; at < text.length; at++) {
      const value = foldedCharacter(text.charCodeAt(at));
      if (value === 0) continue;
      tail = ((tail << 6) | (value & 63)) & TAIL_MASK;
      count += 1;
      if (count < SHORTEST) continue;
      for (let slot = slotOf(tail, mask); slots[slot] !== 0; slot = (slot + 1) & mask) {
        if (slots[slot] === tail && this.#endsAt(text, from, at, slot, anyhow)) return true;
      }
    }
    return false;
  }

  #endsAt(text: string, from: number, last: number, slot: number, anyhow: boolean): boolean {
    const id = this.#places[slot] as number;
    const needle = this.#needles[id] ?? needleOf(this.#ids[id] as string);
    this.#needles[id] = needle;
    for (const form of needle.forms) {
      const start = startOf(form, text, from, last);
      if (start === undefined || !(anyhow || standsThere(needle.isDigits, form.length, text, start, last))) continue;
      this.#start = start;
      this.#end = last + 1;
      return true;
    }
    return false;
  }

  #areEncodedIn(text: string): boolean {
    if (text.includes('%')) {
      const once = percentDecoded(text);
      const twice = percentDecoded(once);
      for (const decoded of [once, twice]) if (this.#find(decoded, 0) || visitRuns(decoded, this.#visit)) return true;
    }
    return visitRuns(text, this.#visit);
  }

  readonly #visit: RunVisitor = (bytes, length, from) =>
    this.#areWrittenIn(bytes, length) || (from === 'base64' && this.#areBytesOf(bytes, length));

  /** Whether bytes are a text with an id in it. */
  #areWrittenIn(bytes: Uint8Array, length: number): boolean {
    let [tail, count] = [0, 0];
    for (let at = 0; at < length; at++) {
      const byte = bytes[at] as number;
      // Text of two bytes a character has zeros in it.
      if (byte === 0) continue;
      if (byte < 0x20 || byte >= 0x7f) count = 0;
      const value = byte < 0x80 ? foldedCharacter(byte) : 0;
      if (value === 0) continue;
      tail = ((tail << 6) | (value & 63)) & TAIL_MASK;
      if (++count >= SHORTEST && this.#isTail(tail) && this.#find(Buffer.from(bytes.subarray(0, length)).toString('latin1'), 0, true))
        return true;
    }
    return false;
  }

  /** Whether bytes have those in them that the hex digits of an id stand for. */
  #areBytesOf(bytes: Uint8Array, length: number): boolean {
    let tail = 0;
    for (let at = 0; at < length; at++) {
      tail = ((tail << 12) | (HEX_TAILS[bytes[at] as number] as number)) & TAIL_MASK;
      if (at >= SHORTEST_BYTES && this.#isTail(tail) && this.#find(Buffer.from(bytes.subarray(0, length)).toString('hex'), 0, true))
        return true;
    }
    return false;
  }

  #isTail(tail: number): boolean {
    const slots = this.#slots;
    for (let slot = slotOf(tail, slots.length - 1); slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      if (slots[slot] === tail) return true;
    }
    return false;
  }
}

/** A list and no typed array: thousands of those a second, of this size, cost more to clear away than all that is done with them. */
function emptySlots(count: number): number[] {
  return new Array<number>(count).fill(0);
}

/** `mask`: the number of slots less one. */
function slotOf(tail: number, mask: number): number {
  return (Math.imul(tail, 0x9e3779b1) >>> 7) & mask;
}

function needleOf(id: string): Needle {
  const slash = /^\s*https?:/i.test(id) ? id.trimEnd().lastIndexOf('/') : -1;
  const tail = folded(id.slice(slash + 1));
  const form = tail.length < SHORTEST ? folded(id) : tail;
  const bytes = UUID.exec(form);
  // As .NET writes the bytes of a GUID: the first three groups the other way round.
  const [, a, b, c, d, e, f, g, h, rest] = bytes ?? [];
  return { forms: bytes === null ? [form] : [form, `${d}${c}${b}${a}${f}${e}${h}${g}${rest}`], isDigits: DIGITS.test(form) };
}

/** Where a text has begun to say what it has said at `last`, not before `from`; undefined when it says something else. */
function startOf(form: string, text: string, from: number, last: number): number | undefined {
  let left = form.length;
  for (let at = last; at >= from; at--) {
    const value = foldedCharacter(text.charCodeAt(at));
    if (value === 0) continue;
    left -= 1;
    if (value !== form.charCodeAt(left)) return undefined;
    if (left === 0) return at;
  }
  return undefined;
}

/** A short id has to stand by itself, and one of a few digits without anything in between: `12 34 56` is a list of scores. */
function standsThere(isDigits: boolean, length: number, text: string, start: number, last: number): boolean {
  if (length >= (isDigits ? ANYWHERE_IN_DIGITS : ANYWHERE)) return true;
  if (isDigits && last - start + 1 !== length) return false;
  const neighbour = isDigits ? DIGIT : LETTER_OR_DIGIT;
  return !neighbour.test(text.charAt(start - 1)) && !neighbour.test(text.charAt(last + 1));
}
