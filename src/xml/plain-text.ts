import { OwnError } from '../core/own-error.js';

/** Why a file that people made cannot be used, in words that follow its name: `is UTF-16: save it as UTF-8`. Holds nothing of its content. */
export class UnfitText extends OwnError {
  constructor(readonly reason: string) {
    super('text', reason);
  }
}

/** Control characters that are no white space. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** A byte order mark in UTF-8. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Characters that nobody sees, among them those of a byte order mark and of text that runs from right to left. */
const INVISIBLE = /\p{Cf}/u;

/**
 * The text of a file that people made with an editor: UTF-8, without its byte order mark and without the white space around it.
 * Throws `UnfitText` for UTF-16, for bytes that are no UTF-8, and for control characters.
 */
export function plainText(bytes: Uint8Array): string {
  if (isWide(bytes)) throw new UnfitText('is UTF-16: save it as UTF-8');
  const text = decoded(bytes).trim();
  const control = CONTROL.exec(text);
  if (control !== null) throw new UnfitText(`holds a control character (${named(control[0])}, line ${lineOf(text, control.index)})`);
  return text;
}

/** The same of a file with one value in it, such as a key. Throws `UnfitText` also for a second line, and for invisible characters. */
export function plainLine(bytes: Uint8Array): string {
  return checkedLine(plainText(bytes));
}

/** The same of a value that comes without a file. */
export function checkedLine(given: string): string {
  const text = given.trim();
  if (/[\r\n]/.test(text)) throw new UnfitText('holds more than one line');
  const bad = CONTROL.exec(text) ?? /\t/.exec(text);
  if (bad !== null) throw new UnfitText(`holds a control character (${named(bad[0])})`);
  const unseen = INVISIBLE.exec(text);
  if (unseen !== null) throw new UnfitText(`holds an invisible character (${named(unseen[0])})`);
  return text;
}

/**
 * Certificates and keys in PEM, without a byte order mark, which OpenSSL takes for a part of the first line. What stands around them in the
 * file may be in any encoding. Throws `UnfitText` for UTF-16.
 */
export function plainPem(bytes: Buffer): Buffer {
  if (isWide(bytes)) throw new UnfitText('is UTF-16: save it as UTF-8');
  return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

/** By its byte order mark, or by the zeros that every letter then has. */
function isWide([first, second]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return second !== undefined && (first === 0) !== (second === 0);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnfitText('is not UTF-8: save it as UTF-8');
  }
}

function named(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
