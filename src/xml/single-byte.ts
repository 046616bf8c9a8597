/** The character sets of one byte a character that are read. */
export type SingleByte = 'windows-1252' | 'iso-8859-15';

/** What stands at 0x80 to 0x9f in windows-1252; a blank where nothing does. */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const LATIN_9: Readonly<Record<string, string>> = {
  '\xa4': '€',
  '\xa6': 'Š',
  '\xa8': 'š',
  '\xb4': 'Ž',
  '\xb8': 'ž',
  '\xbc': 'Œ',
  '\xbd': 'œ',
  '\xbe': 'Ÿ',
};
/** Bytes that no character has: C1 control characters, which stand in nobody's name. */
const NOTHING: Readonly<Record<SingleByte, RegExp>> = {
  'windows-1252': /[\x81\x8d\x8f\x90\x9d]/,
  'iso-8859-15': /[\x80-\x9f]/,
};

/**
 * Text of bytes in one of these sets, up to the first byte that stands for no character; `whole` says that there is none. ISO-8859-1 is
 * read as windows-1252, which differs only where ISO-8859-1 has control characters (WHATWG Encoding, section 4.2).
 */
export function singleByteText(bytes: Buffer, charset: SingleByte): { readonly text: string; readonly whole: boolean } {
  const all = bytes.toString('latin1');
  const end = all.search(NOTHING[charset]);
  const good = end === -1 ? all : all.slice(0, end);
  const text =
    charset === 'windows-1252'
      ? good.replace(/[\x80-\x9f]/g, (character) => WINDOWS.charAt(character.charCodeAt(0) - 0x80))
      : good.replace(/[\xa4\xa6\xa8\xb4\xb8\xbc-\xbe]/g, (character) => LATIN_9[character] as string);
  return { text, whole: end === -1 };
}
