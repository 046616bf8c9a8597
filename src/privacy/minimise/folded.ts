/** What a character may be a part of, beside its code in lower case: see `CHARACTERS`. */
export const HEX = 1 << 7;
export const UPPER = 1 << 8;
export const LOWER_OR_DIGIT = 1 << 9;
export const BEYOND_HEX = 1 << 10;
/** Of base64 or base64url, and a separator all the same. */
export const OTHER_BASE64 = 1 << 11;
export const PERCENT = 1 << 12;

/** The low seven bits: the code in lower case, 0 for what people put between letters and digits. */
export const FOLDED = 127;

/** Of each character of ASCII its code in lower case, and what it may be a part of. */
export const CHARACTERS = Uint16Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const lower = character.toLowerCase();
  return (/[a-z0-9]/.test(lower) ? lower.charCodeAt(0) : 0) | kindOf(character);
});
const SEPARATOR = /[\p{P}\p{Z}\p{C}\p{M}]/u;

/** A character (UTF-16) as ids are compared: its code in lower case, 0 when it is a separator. */
export function foldedCharacter(code: number): number {
  return code < 128 ? (CHARACTERS[code] as number) & FOLDED : foldedBeyondAscii(code);
}

/** One code for one code, so that places in a text stay what they are. Half of a surrogate pair stays as it is. */
export function foldedBeyondAscii(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return code;
  const character = String.fromCharCode(code);
  return SEPARATOR.test(character) ? 0 : character.toLowerCase().charCodeAt(0);
}

/** A text without separators, in lower case. */
export function folded(text: string): string {
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const code = foldedCharacter(text.charCodeAt(at));
    if (code !== 0) plain += String.fromCharCode(code);
  }
  return plain;
}

function kindOf(character: string): number {
  if (/[0-9a-f]/.test(character)) return HEX | LOWER_OR_DIGIT;
  if (/[A-F]/.test(character)) return HEX | UPPER;
  if (/[g-z]/.test(character)) return LOWER_OR_DIGIT | BEYOND_HEX;
  if (/[G-Z]/.test(character)) return UPPER | BEYOND_HEX;
  if (character === '%') return PERCENT;
  return /[+/_-]/.test(character) ? OTHER_BASE64 : 0;
}
