import { isAscii, isUtf8 } from 'node:buffer';
import { type Charset, DECLARATION_LIMIT, detectCharset } from './charset.js';
import { type SingleByte, singleByteText } from './single-byte.js';
import { XmlError } from './xml-error.js';

const NOTHING = Buffer.alloc(0);
const MARK = '\ufeff';
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Bytes of an XML document in, text out, as the bytes arrive. Reads UTF-8, UTF-16, windows-1252 (also for
 * ISO-8859-1) and ISO-8859-15 (see `detectCharset` for how it chooses), drops the byte order mark, and accepts nothing malformed: no replacement characters.
 *
 * `write` and `end` throw `XmlError('encoding')`. Text before a malformed sequence is still given out; the error comes
 * with the call after, so that whoever parses the text stands exactly at the fault and can say where (`XmlError.at`).
 */
export class XmlTextDecoder {
  readonly #parameter: string | undefined;
  #charset: Charset | undefined;
  /** Bytes that cannot be decoded yet: the head of the document, or a cut sequence of at most 3 bytes. */
  #held: Buffer = NOTHING;
  #malformed = false;
  /** Some text was given out. */
  #begun = false;

  /** @param charset the charset parameter of the Content-Type, quotes or not; undefined when there is none */
  constructor(charset?: string) {
    this.#parameter = charset;
  }

  write(chunk: Uint8Array): string {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const text = this.#charset === undefined ? this.#begin(bytes, false) : this.#decode(bytes);
    return this.#begun ? text : this.#refuseMark(text);
  }

  /** The last of the text. Throws when the bytes end within a character. */
  end(): string {
    const text = this.#charset === undefined ? this.#refuseMark(this.#begin(NOTHING, true)) : '';
    if (this.#malformed) throw malformed();
    if (this.#held.length > 0) throw new XmlError('encoding', 'the text ends within a character', 0, 0);
    return text;
  }

  #begin(bytes: Buffer, complete: boolean): string {
    const head = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const detected = detectCharset(head.subarray(0, DECLARATION_LIMIT), complete, this.#parameter);
    if (detected === undefined) {
      // A copy: the caller may use its buffer again.
      this.#held = head === bytes ? Buffer.from(bytes) : head;
      return '';
    }
    this.#charset = detected.charset;
    this.#held = NOTHING;
    return this.#decode(head.subarray(detected.skip));
  }

  /** Whoever parses the text would take a mark for one that says something, and drop it. */
  #refuseMark(text: string): string {
    if (text.length === 0) return text;
    this.#begun = true;
    if (text.startsWith(MARK)) throw new XmlError('encoding', 'a second byte order mark', 1, 1);
    return text;
  }

  #decode(bytes: Buffer): string {
    if (this.#malformed) throw malformed();
    if (this.#charset === 'windows-1252' || this.#charset === 'iso-8859-15') return this.#singleByte(bytes, this.#charset);
    const joined = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const length = this.#charset === 'utf-8' ? wholeUtf8(joined, joined.length) : wholeUtf16(joined, joined.length, this.#charset);
    this.#held = length === joined.length ? NOTHING : Buffer.from(joined.subarray(length));
    const whole = length === joined.length ? joined : joined.subarray(0, length);
    return this.#charset === 'utf-8' ? this.#utf8(whole) : this.#utf16(whole);
  }

  #utf8(bytes: Buffer): string {
    // One byte per character in memory: half the space and twice the speed for what comes after.
    if (isAscii(bytes)) return bytes.toString('latin1');
    if (isUtf8(bytes)) return bytes.toString('utf8');
    this.#malformed = true;
    const good = longestPrefix(bytes.length, (length) => isUtf8(bytes.subarray(0, wholeUtf8(bytes, length))));
    return bytes.toString('utf8', 0, wholeUtf8(bytes, good));
  }

  #singleByte(bytes: Buffer, charset: SingleByte): string {
    if (isAscii(bytes)) return bytes.toString('latin1');
    const { text, whole } = singleByteText(bytes, charset);
    this.#malformed = !whole;
    return text;
  }

  #utf16(bytes: Buffer): string {
    const text = (this.#charset === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
    const lone = text.search(LONE_SURROGATE);
    if (lone === -1) return text;
    this.#malformed = true;
    return text.slice(0, lone);
  }
}

/** How many of the first `length` bytes make up whole UTF-8 sequences, if they are UTF-8 at all: at most 3 stay behind. */
function wholeUtf8(bytes: Buffer, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back += 1) {
    const byte = bytes[length - back] as number;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? length - back : length;
  }
  return length;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** Whole code units, and no first half of a surrogate pair at the end. */
function wholeUtf16(bytes: Buffer, length: number, charset: Charset | undefined): number {
  const even = length & ~1;
  if (even === 0) return 0;
  const high = bytes[charset === 'utf-16le' ? even - 1 : even - 2] as number;
  return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
}

/** The greatest length for which `good` holds, when it holds for all up to some length and for none after. */
function longestPrefix(length: number, good: (length: number) => boolean): number {
  let low = 0;
  let high = length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (good(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function malformed(): XmlError {
  return new XmlError('encoding', 'a byte sequence that is not a character', 0, 0);
}
