/** By character code: the code of the character in lower case, or 0 for what people put between letters and digits. */
const ASCII = Uint16Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});
const SEPARATOR = /[\p{P}\p{Z}\p{C}\p{M}]/u;

/** A character (UTF-16) as ids are compared: its code in lower case, 0 when it is a separator. */
export function foldedCharacter(code: number): number {
  return code < 128 ? (ASCII[code] as number) : beyondAscii(code);
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

/** One code for one code, so that places in a text stay what they are. Half of a surrogate pair stays as it is. */
function beyondAscii(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return code;
  const character = String.fromCharCode(code);
  return SEPARATOR.test(character) ? 0 : character.toLowerCase().charCodeAt(0);
}
