/** Six bytes are eight characters of base64 and twelve of hex. */
const SHORTEST_BASE64 = 8;
const SHORTEST_HEX = 12;
/** Of the characters of base64 and base64url; what else they have separates. */
const HEX = 1;
const UPPER = 2;
const LOWER_OR_DIGIT = 4;
const BEYOND_HEX = 8;
const OTHER = 16;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What a character stands for in base64, in either alphabet, and in hex. */
const SIXES = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, BASE64.indexOf(String.fromCharCode(code).replace('-', '+').replace('_', '/'))),
);
const FOURS = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())));
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

/** Told of bytes that a text may have meant; true: that is enough. They are the visitor's for as long as the call lasts. */
export type RunVisitor = (bytes: Uint8Array, length: number, from: 'hex' | 'base64') => boolean;

let scratch = new Uint8Array(1024);

/**
 * Visits what the parts of a text say that may be base64, base64url or hex. Where a part begins is for chance to say, so each is read from
 * every place at which it may begin. Most texts have no such part, and cost a look at each character.
 */
export function visitRuns(text: string, visit: RunVisitor): boolean {
  for (let at = 0; at < text.length; at++) {
    const start = at;
    let [kinds, hexFrom] = [0, at];
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (KINDS[code] as number) : 0;
      if (kind === 0) break;
      kinds |= kind;
      if ((kind & HEX) !== 0) continue;
      if (at - hexFrom >= SHORTEST_HEX && visitHex(text, hexFrom, at, visit)) return true;
      hexFrom = at + 1;
    }
    if (at - hexFrom >= SHORTEST_HEX && visitHex(text, hexFrom, at, visit)) return true;
    if (at - start >= SHORTEST_BASE64 && mayBeBase64(kinds) && visitBase64(text, start, at, visit)) return true;
  }
  return false;
}

function kindOf(character: string): number {
  if (/[0-9]/.test(character)) return HEX | LOWER_OR_DIGIT;
  if (/[a-f]/.test(character)) return HEX | LOWER_OR_DIGIT;
  if (/[A-F]/.test(character)) return HEX | UPPER;
  if (/[g-z]/.test(character)) return LOWER_OR_DIGIT | BEYOND_HEX;
  if (/[G-Z]/.test(character)) return UPPER | BEYOND_HEX;
  return /[+/_-]/.test(character) ? OTHER : 0;
}

/** Bytes that say something have capitals, and small letters or digits, in their base64. */
function mayBeBase64(kinds: number): boolean {
  return (kinds & UPPER) !== 0 && (kinds & LOWER_OR_DIGIT) !== 0 && (kinds & BEYOND_HEX) !== 0;
}

function visitHex(text: string, start: number, end: number, visit: RunVisitor): boolean {
  for (let from = start; from < start + 2; from++) {
    if (!mayBeText(text, from, end)) continue;
    makeRoom(end - start);
    let length = 0;
    for (let at = from; at + 1 < end; at += 2) {
      scratch[length++] = ((FOURS[text.charCodeAt(at)] as number) << 4) | (FOURS[text.charCodeAt(at + 1)] as number);
    }
    if (visit(scratch, length, 'hex')) return true;
  }
  return false;
}

/** Whether hex digits are those of enough characters in a row that can be printed. */
function mayBeText(text: string, from: number, end: number): boolean {
  let inRow = 0;
  for (let at = from; at + 1 < end; at += 2) {
    const high = FOURS[text.charCodeAt(at)] as number;
    inRow = high >= 2 && high <= 7 ? inRow + 2 : 0;
    if (inRow === SHORTEST_HEX) return true;
    if (end - at + inRow < SHORTEST_HEX) return false;
  }
  return false;
}

function visitBase64(text: string, start: number, end: number, visit: RunVisitor): boolean {
  makeRoom(end - start);
  for (let from = start; from < start + 4; from++) {
    let [length, bits, held] = [0, 0, 0];
    for (let at = from; at < end; at++) {
      bits = ((bits << 6) | (SIXES[text.charCodeAt(at)] as number)) & 0xffff;
      held += 6;
      if (held < 8) continue;
      held -= 8;
      scratch[length++] = bits >> held;
    }
    if (visit(scratch, length, 'base64')) return true;
  }
  return false;
}

function makeRoom(length: number): void {
  if (scratch.length < length) scratch = new Uint8Array(length * 2);
}
