import { randomInt } from 'node:crypto';
import { percentDecoded } from '../../uwlr/hidden-id.js';
import { bareIdOf, isFewDigits } from '../minimise/bare-id.js';
import { mayBeBase64, mayBeHexText, type RunVisitor, visitRuns } from '../minimise/encoded-runs.js';
import { CHARACTERS, FOLDED, folded, foldedBeyondAscii, foldedCharacter, HEX, PERCENT } from '../minimise/folded.js';

/** Letters and digits that an id has to have to be looked for: shorter ones occur by chance in almost any text. */
const SHORTEST = 6;
/** An id with fewer letters or digits is found only where it stands by itself; one of digits only from one more on. */
const ANYWHERE = 8;
const ANYWHERE_IN_DIGITS = 9;
/** The last characters of an id, as one number of six bits each: what differs most between ids. */
const TAIL = 5;
const TAIL_MASK = 2 ** (TAIL * 6) - 1;
/** Characters in which every form of an id ends alike: the bytes of a UUID in another order do in sixteen. */
const ALIKE = 12;
/** So many ids that end alike are compared one by one before their forms are worked out. */
const FEW_IDS = 4;
const FEWEST_SLOTS = 64;
/** Slots from which on they are in typed arrays, and grow more slowly: those of a large message took as much memory as a third of it. */
const MANY_SLOTS = 4096;
/** Slots per id, at least: nearly every look ends at once. */
const ROOM = 3;
/** Characters that may be compared with ids, at least, and for each character of a text: honest messages need a fraction of the first. */
const FEWEST_COMPARABLE = 1_000_000;
const COMPARABLE = 4;
/** Texts that had to be decoded, and characters of one, that are remembered with what became of them. */
const MOST_DECODED = 200;
const MOST_REMEMBERED = 64;
/** Ids that are taken in before others get a turn: about a millisecond. */
const GATHERED_AT_ONCE = 1000;
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

/** Ids that end alike, worked out when something ends as they do: whether each is of digits only, by its form, and how long they are. */
interface Family {
  readonly forms: ReadonlyMap<string, boolean>;
  readonly lengths: readonly number[];
}

/**
 * The ids of learners (`leerlingid`, ECK iD) that must not stand in texts, and the search for them: in any case, with and without
 * separators, percent-encoded, as base64, base64url or hex of the text or of the bytes of a UUID, in either order of bytes; of an ECK iD
 * its last part alone too, and of an id in a wrapping what `bareIdOf` says. Takes time in proportion to the texts, however many ids there are, and whatever they are like: where texts are
 * made to look like ids without being any, from a bound on all that ends like an id counts as one. Not found: ids of fewer than six
 * letters and digits, and those that stand for nobody (`#...`).
 */
export class LearnerIds {
  /** Those that end alike, and what was worked out of them. One that ends like no other stands by itself, as nearly all do. */
  readonly #ids: (string | string[])[] = [];
  readonly #families: (Family | undefined)[] = [];
  /** Tails, with open addressing, and beside each the place of its ids in the lists. */
  #slots = emptySlots(FEWEST_SLOTS);
  #places = emptySlots(FEWEST_SLOTS);
  /** Characters that were compared, and that may be. */
  #compared = 0;
  #comparable = FEWEST_COMPARABLE;
  readonly #decoded = new Map<string, string>();
  #start = 0;
  #end = 0;
  #hasNumbers = false;
  #others: LearnerIds | undefined;

  #given: readonly (string | undefined)[] = [];

  /** `numbers`: false for all but ids that are a number of a few digits, as tests and figures are too. */
  constructor(
    given: readonly (string | undefined)[],
    private readonly numbers = true,
  ) {
    for (const _ of this.#gather(given));
  }

  /** Those of a message that may be large: once `gathering` is done, `ids` has them all. */
  static gather(given: readonly (string | undefined)[]): { readonly ids: LearnerIds; readonly gathering: Iterator<void> } {
    const ids = new LearnerIds([]);
    return { ids, gathering: ids.#gather(given) };
  }

  *#gather(given: readonly (string | undefined)[]): Generator<void> {
    this.#given = given;
    let last: string | undefined;
    for (const [at, id] of given.entries()) {
      if (at % GATHERED_AT_ONCE === GATHERED_AT_ONCE - 1) yield;
      if (id !== undefined && id !== last) {
        this.#add(id);
        const bare = bareIdOf(id);
        if (bare !== undefined) this.#add(bare);
      }
      last = id;
    }
  }

  /** Whether an id is a number of a few digits. */
  get hasNumbers(): boolean {
    return this.#hasNumbers;
  }

  /** All but those. */
  withoutNumbers(): LearnerIds {
    if (!this.#hasNumbers) return this;
    this.#others ??= new LearnerIds(this.#given, false);
    return this.#others;
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
    if (isFewDigits(id)) {
      this.#hasNumbers ||= this.numbers;
      if (!this.numbers) return;
    }
    let [tail, count] = [0, 0];
    for (let at = id.length - 1; at >= 0 && count < SHORTEST; at--) {
      const value = foldedCharacter(id.charCodeAt(at));
      if (value === 0) continue;
      if (count < TAIL) tail |= (value & 63) << (6 * count);
      count += 1;
    }
    if (count < SHORTEST) return;
    const slots = this.#slots;
    let slot = slotOf(tail, shiftFor(slots.length));
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      if (slots[slot] !== tail) continue;
      this.#addAlike(this.#places[slot] as number, id);
      return;
    }
    slots[slot] = tail;
    this.#places[slot] = this.#ids.length;
    this.#ids.push(id);
    if (this.#ids.length * ROOM > slots.length) this.#grow();
  }

  #addAlike(place: number, id: string): void {
    const known = this.#ids[place] as string | string[];
    if (typeof known !== 'string') {
      if (known[known.length - 1] !== id) known.push(id);
    } else if (known !== id) this.#ids[place] = [known, id];
  }

  #grow(): void {
    const [before, beforePlaces] = [this.#slots, this.#places];
    const slots = emptySlots(before.length * (before.length < MANY_SLOTS ? 4 : 2));
    const places = emptySlots(slots.length);
    for (let at = 0; at < before.length; at++) {
      const tail = before[at] as number;
      if (tail === 0) continue;
      let slot = slotOf(tail, shiftFor(slots.length));
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = tail;
      places[slot] = beforePlaces[at] as number;
    }
    this.#slots = slots;
    this.#places = places;
  }

  /** What one look at each character tells: for most texts that there is nothing. `FOUND` means that nothing encoded came before it. */
  #look(text: string): typeof NOTHING | typeof FOUND | typeof MAY_BE_ENCODED {
    this.#comparable += text.length * COMPARABLE;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const shift = shiftFor(slots.length);
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
      for (let slot = slotOf(tail, shift); slots[slot] !== 0; slot = (slot + 1) & mask) {
        if (slots[slot] === tail && this.#endsAt(text, 0, at, slot, false)) return FOUND;
      }
    }
    if (text.length - hexFrom >= SHORTEST * 2 && mayBeHexText(text, hexFrom, text.length)) return MAY_BE_ENCODED;
    return (kinds & PERCENT) !== 0 || mayBeBase64(kinds, text, 0, text.length) ? MAY_BE_ENCODED : NOTHING;
  }

  /**
   * The first id in a text as it stands there, from a place on; where it is, is in `#start` and `#end`. `anyhow`: also where a short one
   * does not stand by itself, as in what was decoded, where neighbours mean nothing.
   */
  #find(text: string, from: number, anyhow = false): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const shift = shiftFor(slots.length);
    let tail = 0;
    let count = 0;
    for (let at = from; at < text.length; at++) {
      const value = foldedCharacter(text.charCodeAt(at));
      if (value === 0) continue;
      tail = ((tail << 6) | (value & 63)) & TAIL_MASK;
      count += 1;
      if (count < SHORTEST) continue;
      for (let slot = slotOf(tail, shift); slots[slot] !== 0; slot = (slot + 1) & mask) {
        if (slots[slot] === tail && this.#endsAt(text, from, at, slot, anyhow)) return true;
      }
    }
    return false;
  }

  #endsAt(text: string, from: number, last: number, slot: number, anyhow: boolean): boolean {
    const place = this.#places[slot] as number;
    this.#end = last + 1;
    if (this.#compared > this.#comparable) {
      this.#start = Math.max(from, last + 1 - TAIL);
      return true;
    }
    // Most that end alike are not: keys and ids are numbered, and what stands before the last digits tells them apart.
    const alike = this.#ids[place] as string | string[];
    const ids = typeof alike === 'string' ? [alike] : alike;
    if (ids.length <= FEW_IDS && !ids.some((id) => this.#endAlike(text, from, last, id))) return false;
    const family = this.#families[place] ?? familyOf(ids);
    this.#families[place] = family;
    const { forms, lengths } = family;
    const { before, starts } = foldedBefore(text, from, last, lengths.at(-1) as number);
    this.#compared += before.length;
    for (const length of lengths) {
      if (length > before.length) return false;
      this.#compared += length;
      const isDigits = forms.get(before.slice(-length));
      const start = starts[before.length - length] as number;
      if (isDigits === undefined || !(anyhow || standsThere(isDigits, length, text, start, last))) continue;
      this.#start = start;
      return true;
    }
    return false;
  }

  /** Whether a text, up to and with `last`, ends as an id does, as far as all forms of an id end alike. */
  #endAlike(text: string, from: number, last: number, id: string): boolean {
    let at = last;
    let inId = id.length - 1;
    for (let same = 0; same < ALIKE; same++) {
      while (inId >= 0 && foldedCharacter(id.charCodeAt(inId)) === 0) inId -= 1;
      if (inId < 0) return true;
      while (at >= from && foldedCharacter(text.charCodeAt(at)) === 0) at -= 1;
      const isAlike = at >= from && foldedCharacter(text.charCodeAt(at)) === foldedCharacter(id.charCodeAt(inId));
      // Of an address only the last part need be there.
      if (!isAlike) return same >= SHORTEST && id.includes('/');
      this.#compared += 1;
      at -= 1;
      inId -= 1;
    }
    return true;
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
    for (let slot = slotOf(tail, shiftFor(slots.length)); slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      if (slots[slot] === tail) return true;
    }
    return false;
  }
}

/** A list where they are few: thousands of typed arrays a second, of this size, cost more to clear away than all that is done with them. */
function emptySlots(count: number): number[] | Int32Array {
  return count < MANY_SLOTS ? new Array<number>(count).fill(0) : new Int32Array(count);
}

/** Odd, and of this process only: nobody can make ids that all come to the same slots (multiply-shift hashing). */
const MULTIPLIER = randomInt(2 ** 32) | 1;

/** `shift`: see `shiftFor`. */
function slotOf(tail: number, shift: number): number {
  return Math.imul(tail, MULTIPLIER) >>> shift;
}

/** What leaves as many bits of 32 as the number of slots, a power of two, has. */
function shiftFor(slots: number): number {
  return Math.clz32(slots) + 1;
}

function familyOf(ids: readonly string[]): Family {
  const forms = new Map(ids.flatMap(formsOf).map((form) => [form, DIGITS.test(form)]));
  return { forms, lengths: [...new Set([...forms.keys()].map(({ length }) => length))].sort((a, b) => a - b) };
}

function formsOf(id: string): readonly string[] {
  const slash = /^\s*https?:/i.test(id) ? id.trimEnd().lastIndexOf('/') : -1;
  const tail = folded(id.slice(slash + 1));
  const form = tail.length < SHORTEST ? folded(id) : tail;
  const bytes = UUID.exec(form);
  // As .NET writes the bytes of a GUID: the first three groups the other way round.
  const [, a, b, c, d, e, f, g, h, rest] = bytes ?? [];
  return bytes === null ? [form] : [form, `${d}${c}${b}${a}${f}${e}${h}${g}${rest}`];
}

/** What a text says up to and with `last`, not before `from`, folded, as many characters at most; and where each of them stands. */
function foldedBefore(text: string, from: number, last: number, most: number) {
  const codes: number[] = [];
  const starts: number[] = [];
  for (let at = last; at >= from && codes.length < most; at--) {
    const value = foldedCharacter(text.charCodeAt(at));
    if (value === 0) continue;
    codes.push(value);
    starts.push(at);
  }
  return { before: String.fromCharCode(...codes.reverse()), starts: starts.reverse() };
}

/** A short id has to stand by itself, and one of a few digits without anything in between: `12 34 56` is a list of scores. */
function standsThere(isDigits: boolean, length: number, text: string, start: number, last: number): boolean {
  if (length >= (isDigits ? ANYWHERE_IN_DIGITS : ANYWHERE)) return true;
  if (isDigits && last - start + 1 !== length) return false;
  const neighbour = isDigits ? DIGIT : LETTER_OR_DIGIT;
  let first = start;
  // Many systems write a number with zeros before it.
  if (isDigits) while (text.charAt(first - 1) === '0') first -= 1;
  return !neighbour.test(text.charAt(first - 1)) && !neighbour.test(text.charAt(last + 1));
}
