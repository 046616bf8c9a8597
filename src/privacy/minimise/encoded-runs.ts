import { BEYOND_HEX, CHARACTERS, HEX, LOWER_OR_DIGIT, OTHER_BASE64, UPPER } from './folded.js';

/** Six bytes are eight characters of base64 and twelve of hex. */
export const SHORTEST_BASE64 = 8;
export const SHORTEST_HEX = 12;
/** Fewer characters of base64 than this are no UUID, so they are a text or nothing. */
const SHORTEST_BYTES = 20;
/** Nearly all bytes have capitals, and small letters or digits, in their base64, and others than hex has. */
const BASE64_KINDS = UPPER | LOWER_OR_DIGIT | BEYOND_HEX;
const RUN = HEX | BASE64_KINDS | OTHER_BASE64;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What a character stands for in base64, in either alphabet, and in hex. */
const SIXES = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, BASE64.indexOf(String.fromCharCode(code).replace('-', '+').replace('_', '/'))),
);
const FOURS = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())),
);

/** Told of bytes that a text may have meant; true: that is enough. They are the visitor's for as long as the call lasts. */
export type RunVisitor = (bytes: Uint8Array, length: number, from: 'hex' | 'base64') => boolean;

let scratch = new Uint8Array(1024);

/** Whether a part of a text, with characters of these kinds together, may be base64. */
export function mayBeBase64(kinds: number, text: string, start: number, end: number): boolean {
  if ((kinds & BEYOND_HEX) === 0 || end - start < SHORTEST_BASE64) return false;
  return (kinds & BASE64_KINDS) === BASE64_KINDS || isPlainTextInBase64(text, start, end);
}

/**
 * Whether four characters, from some place on, are three bytes of ASCII, and so is the byte after them. Six letters or digits have these
 * wherever they begin: `jojojo` is `am9qb2pv`, without a capital. Words and codes of one case hardly ever do, so they need not be decoded.
 */
function isPlainTextInBase64(text: string, start: number, end: number): boolean {
  for (let at = start; at + 6 <= end; at++) {
    if (!isAsciiAt(text, at) || !isAsciiAt(text, at + 4)) continue;
    const second = (SIXES[text.charCodeAt(at + 1)] as number) & 15;
    if (second >= 2 && second <= 7 && ((SIXES[text.charCodeAt(at + 2)] as number) & 2) === 0) return true;
  }
  return false;
}

/** Whether the byte that begins here in base64 may be printed. */
function isAsciiAt(text: string, at: number): boolean {
  const six = SIXES[text.charCodeAt(at)] as number;
  return six >= 8 && six < 32;
}

/** Whether hex digits, from either of the first two places on, are those of enough characters in a row that can be printed. */
export function mayBeHexText(text: string, start: number, end: number): boolean {
  return end - start >= SHORTEST_HEX && (isHexText(text, start, end) || isHexText(text, start + 1, end));
}

/**
 * Visits what the parts of a text say that may be base64, base64url or hex. Where a part begins is for chance to say, so each is read from
 * every place at which it may begin.
 */
export function visitRuns(text: string, visit: RunVisitor): boolean {
  for (let at = 0; at < text.length; at++) {
    const start = at;
    let [kinds, hexFrom] = [0, at];
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (CHARACTERS[code] as number) & RUN : 0;
      if (kind === 0) break;
      kinds |= kind;
      if ((kind & HEX) !== 0) continue;
      if (visitHex(text, hexFrom, at, visit)) return true;
      hexFrom = at + 1;
    }
    if (visitHex(text, hexFrom, at, visit)) return true;
    if (mayBeBase64(kinds, text, start, at) && visitBase64(text, start, at, visit)) return true;
  }
  return false;
}

function visitHex(text: string, start: number, end: number, visit: RunVisitor): boolean {
  if (end - start < SHORTEST_HEX) return false;
  for (let from = start; from < start + 2; from++) {
    if (!isHexText(text, from, end)) continue;
    makeRoom(end - start);
    let length = 0;
    for (let at = from; at + 1 < end; at += 2) {
      scratch[length++] = ((FOURS[text.charCodeAt(at)] as number) << 4) | (FOURS[text.charCodeAt(at + 1)] as number);
    }
    if (visit(scratch, length, 'hex')) return true;
  }
  return false;
}

function isHexText(text: string, from: number, end: number): boolean {
  let inRow = 0;
  for (let at = from; at + 1 < end; at += 2) {
    const high = FOURS[text.charCodeAt(at)] as number;
    inRow = high >= 2 && high <= 7 ? inRow + 2 : 0;
    if (inRow === SHORTEST_HEX) return true;
    if (end - at - 2 + inRow < SHORTEST_HEX) return false;
  }
  return false;
}

function visitBase64(text: string, start: number, end: number, visit: RunVisitor): boolean {
  makeRoom(end - start);
  for (let from = start; from < start + 4; from++) {
    if (end - from < SHORTEST_BYTES && !isBase64Text(text, from, end)) continue;
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

/** Whether the bytes may be ASCII for long enough: then the first of four characters has no highest bit, two times in a row. */
function isBase64Text(text: string, from: number, end: number): boolean {
  let inRow = 0;
  for (let at = from; at < end; at += 4) {
    inRow = (SIXES[text.charCodeAt(at)] as number) < 32 ? inRow + 1 : 0;
    if (inRow === 2) return end - at >= 3;
  }
  return false;
}

function makeRoom(length: number): void {
  if (scratch.length < length) scratch = new Uint8Array(length * 2);
}
