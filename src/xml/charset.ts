import type { SingleByte } from './single-byte.js';
import { XmlError } from './xml-error.js';

/** The character encodings that we read. What says US-ASCII is read as UTF-8, which it is a part of. */
export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | SingleByte;

/** How a document begins says which encoding it is in, and how many bytes are a byte order mark. */
export interface Detected {
  readonly charset: Charset;
  readonly skip: number;
}

/** A declaration longer than this many bytes is refused: it could only be padding. */
export const DECLARATION_LIMIT = 256;

/** Names and aliases (IANA, character sets) without the signs that people leave out or put in. */
const NAMES: Readonly<Record<string, Charset | 'utf-16'>> = {
  utf8: 'utf-8',
  usascii: 'utf-8',
  ascii: 'utf-8',
  ansix341968: 'utf-8',
  iso646us: 'utf-8',
  utf16: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  iso88591: 'windows-1252',
  iso885911987: 'windows-1252',
  isoir100: 'windows-1252',
  latin1: 'windows-1252',
  l1: 'windows-1252',
  ibm819: 'windows-1252',
  cp819: 'windows-1252',
  windows1252: 'windows-1252',
  xcp1252: 'windows-1252',
  cp1252: 'windows-1252',
  iso885915: 'iso-8859-15',
  latin9: 'iso-8859-15',
  l9: 'iso-8859-15',
};
const READ = 'UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, windows-1252 or US-ASCII';
const DECLARED = /^<\?xml\s[^>]*?\sencoding\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/**
 * Decides how the bytes of a document are to be read (RFC 7303): a byte order mark beats the charset parameter of the
 * Content-Type, that beats the XML declaration, and without any of them it is UTF-8. What is beaten is not looked at.
 *
 * `head` is the beginning of the document, `complete` says that there is no more of it.
 * Returns undefined when `head` is too short to tell. Throws `XmlError('encoding')` for any encoding that we do not read.
 */
export function detectCharset(head: Buffer, complete: boolean, parameter: string | undefined): Detected | undefined {
  if (head.length < 4 && !complete) return undefined;
  const mark = byteOrderMark(head);
  if (mark !== undefined) return mark;
  const pattern = utf16Pattern(head);
  if (parameter !== undefined) {
    const charset = named(parameter, `the charset of the Content-Type is not ${READ}`);
    if (charset !== 'utf-16') return { charset, skip: 0 };
    if (pattern === undefined) throw unreadable('the text is not in UTF-16, as the Content-Type says');
    return { charset: pattern, skip: 0 };
  }
  const declared = declaredCharset(head, complete, pattern);
  return declared === undefined ? undefined : { charset: declared, skip: 0 };
}

function byteOrderMark(head: Buffer): Detected | undefined {
  const four = head.toString('hex', 0, 4);
  if (four === 'fffe0000' || four === '0000feff') throw unreadable('UTF-32 is not read');
  if (four.startsWith('efbbbf')) return { charset: 'utf-8', skip: 3 };
  if (four.startsWith('fffe')) return { charset: 'utf-16le', skip: 2 };
  if (four.startsWith('feff')) return { charset: 'utf-16be', skip: 2 };
  return undefined;
}

/** XML 1.0, appendix F: how `<` and a character of the ASCII range look in UTF-16. */
function utf16Pattern(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head.length < 4) return undefined;
  if (head[0] === 0x3c && head[1] === 0 && head[2] !== 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c && head[2] === 0) return 'utf-16be';
  return undefined;
}

function declaredCharset(head: Buffer, complete: boolean, pattern: 'utf-16le' | 'utf-16be' | undefined): Charset | undefined {
  const text = asciiView(head, pattern);
  if (!mayDeclare(text)) return pattern ?? 'utf-8';
  const end = text.indexOf('?>');
  if (end === -1 && head.length < DECLARATION_LIMIT && !complete) return undefined;
  if (end === -1 && head.length >= DECLARATION_LIMIT) throw unreadable('the XML declaration is too long');
  const match = DECLARED.exec(text.slice(0, end === -1 ? text.length : end));
  if (match === null) return pattern ?? 'utf-8';
  const charset = named(match[1] ?? match[2] ?? '', `the declared encoding is not ${READ}`);
  if ((pattern !== undefined) !== charset.startsWith('utf-16') || (charset !== 'utf-16' && pattern !== undefined && charset !== pattern)) {
    throw unreadable('the declared encoding is not the one that the text is in');
  }
  return pattern ?? (charset as Charset);
}

/** True as long as `text` can be the beginning of an XML declaration; `<?xml-stylesheet` is not. */
function mayDeclare(text: string): boolean {
  return text.length > 5 ? /^<\?xml\s/.test(text) : '<?xml'.startsWith(text);
}

function asciiView(head: Buffer, pattern: 'utf-16le' | 'utf-16be' | undefined): string {
  if (pattern === undefined) return head.toString('latin1');
  const even = head.subarray(0, head.length & ~1);
  return pattern === 'utf-16le' ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
}

function named(name: string, otherwise: string): Charset | 'utf-16' {
  if (name === 'utf-8' || name === 'UTF-8') return 'utf-8';
  const key = name
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .toLowerCase()
    .replace(/[-_.:]/g, '');
  const charset = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  if (charset === undefined) throw unreadable(otherwise);
  return charset;
}

function unreadable(reason: string): XmlError {
  return new XmlError('encoding', reason, 1, 1);
}
