import { XmlError } from '../../xml/xml-error.js';

/** What is read before the root part begins: a preamble, parts before it, boundaries and headers. Real ones take a few hundred bytes. */
export const MOST_BEFORE_ROOT = 65_536;
/** Bytes of the headers of a part. */
export const MOST_HEADERS = 8192;
const LONGEST_BOUNDARY = 70;
const XML_TYPES = ['application/xop+xml', 'text/xml', 'application/xml', ''];
/** Encodings that leave bytes as they are (RFC 2045, 6.2). */
const PLAIN_ENCODINGS = ['binary', '8bit', '7bit', ''];
/** RFC 9110, 5.6.6: in a quoted value a backslash takes the character behind it as it is. */
const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g;
const LINE_END = '\r\n';

/** How the parts of a multipart/related body are told apart, and which of them is the message. */
export interface MultipartType {
  readonly boundary: string;
  /** Content-ID of the root part; absent: it is the first. */
  readonly start: string | undefined;
}

/** A media type with its parameters, in lower case; values as they stand. Of a parameter that comes twice the first counts. */
export interface MediaType {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export function mediaTypeOf(header: string | undefined): MediaType {
  if (header !== last.header) last = { header, type: readMediaType(header ?? '') };
  return last.type;
}

function readMediaType(header: string): MediaType {
  const [name = ''] = header.split(';');
  const parameters = new Map(
    [...header.matchAll(PARAMETER)]
      .reverse()
      .map(([, key = '', quoted, plain]) => [key.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '']),
  );
  return { name: name.trim().toLowerCase(), parameters };
}

/** The last header that was read: one message after the other has the same. */
let last: { readonly header: string | undefined; readonly type: MediaType } = { header: undefined, type: readMediaType('') };

/** What the charset parameter says, if anything. */
export function charsetOf({ parameters }: MediaType): string | undefined {
  return parameters.get('charset') || undefined;
}

/** Whether a body comes in parts, of whatever kind. */
export function isInParts({ name }: MediaType): boolean {
  return name.startsWith('multipart/');
}

/**
 * What a Content-Type says of a body in parts (RFC 2387); undefined for a body that is no such thing. Throws `XmlError` (`multipart`) for a body in
 * parts of another kind, or that does not say how they are told apart.
 */
export function multipartType({ name, parameters }: MediaType): MultipartType | undefined {
  if (!isInParts({ name, parameters })) return undefined;
  if (name !== 'multipart/related') throw unreadable('a message in parts is multipart/related');
  const boundary = parameters.get('boundary') ?? '';
  if (boundary === '' || boundary.length > LONGEST_BOUNDARY) throw unreadable('the Content-Type has no usable boundary');
  const start = parameters.get('start');
  return { boundary, start: start === undefined || start === '' ? undefined : bareId(start) };
}

/**
 * The root part of a multipart/related body (RFC 2387; SOAP with Attachments, MTOM), out of its bytes as they come in. Parts before it are
 * passed over, parts behind it are not read. What is held at a time is a piece of the body and the length of the boundary.
 *
 * Throws `XmlError`: `multipart` for what cannot be read, `limit` beyond the bounds, and whatever the source throws.
 */
export class RootPart {
  readonly #delimiter: Buffer;
  readonly #source: AsyncIterator<Uint8Array>;
  /** Bytes that came and are not used yet. The first boundary may stand at the very beginning, without a line end before it. */
  #held: Buffer = Buffer.from(LINE_END);
  #before = 0;

  constructor(
    chunks: AsyncIterable<Uint8Array>,
    private readonly type: MultipartType,
  ) {
    this.#delimiter = Buffer.from(`${LINE_END}--${type.boundary}`, 'latin1');
    this.#source = chunks[Symbol.asyncIterator]();
  }

  /** Reads on to the beginning of the root part. Returns its charset parameter. */
  async open(): Promise<string | undefined> {
    for (;;) {
      for await (const piece of this.#untilDelimiter('no part of the body is the message')) this.#count(piece.length);
      // A part may be nothing but its boundary.
      this.#count(this.#delimiter.length);
      const headers = await this.#headers();
      if (headers === undefined) throw unreadable('no part of the body is the message');
      if (this.type.start !== undefined && bareId(headers.get('content-id') ?? '') !== this.type.start) continue;
      const { name, parameters } = mediaTypeOf(headers.get('content-type'));
      if (!XML_TYPES.includes(name)) throw unreadable('the part with the message is not XML');
      const encoding = (headers.get('content-transfer-encoding') ?? '').trim().toLowerCase();
      if (!PLAIN_ENCODINGS.includes(encoding)) throw unreadable('the part with the message is encoded');
      return parameters.get('charset');
    }
  }

  /** Its bytes. To be read once, after `open`. */
  body(): AsyncGenerator<Uint8Array> {
    return this.#untilDelimiter('the body ends before the part with the message does');
  }

  /** Ends the reading of the source. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async *#untilDelimiter(otherwise: string): AsyncGenerator<Buffer> {
    const tail = this.#delimiter.length - 1;
    for (;;) {
      const at = this.#held.indexOf(this.#delimiter);
      const end = at === -1 ? Math.max(0, this.#held.length - tail) : at;
      const piece = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(at === -1 ? end : end + this.#delimiter.length);
      if (piece.length > 0) yield piece;
      if (at !== -1) return;
      if (!(await this.#more())) throw unreadable(otherwise);
    }
  }

  /** The headers of the part that begins behind a delimiter; undefined when it was the last one. */
  async #headers(): Promise<ReadonlyMap<string, string> | undefined> {
    for (;;) {
      if (this.#held.length >= 2 && this.#held.toString('latin1', 0, 2) === '--') return undefined;
      const end = this.#held.indexOf(LINE_END + LINE_END);
      const length = end === -1 ? this.#held.length : end;
      if (length > MOST_HEADERS) throw tooMuch();
      if (end !== -1) {
        const text = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 2 * LINE_END.length);
        this.#count(end + 2 * LINE_END.length);
        return headersIn(text);
      }
      if (!(await this.#more())) throw unreadable('the body ends within the headers of a part');
    }
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#held =
      this.#held.length === 0 ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.concat([this.#held, value]);
    return true;
  }

  #count(bytes: number): void {
    this.#before += bytes;
    if (this.#before > MOST_BEFORE_ROOT) throw tooMuch();
  }
}

/** Header lines by name in lower case. A line that begins with white space belongs to the one before it. */
function headersIn(text: string): ReadonlyMap<string, string> {
  const [rest = '', ...lines] = text.replace(/\r\n[ \t]+/g, ' ').split(LINE_END);
  // Behind the boundary nothing stands but white space.
  if (rest.trim() !== '') throw unreadable('something follows a boundary');
  return new Map(
    lines.map((line) => [
      line
        .slice(0, Math.max(0, line.indexOf(':')))
        .trim()
        .toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
}

function bareId(id: string): string {
  return id.trim().replace(/^<|>$/g, '');
}

function unreadable(reason: string): XmlError {
  return new XmlError('multipart', reason, 0, 0);
}

function tooMuch(): XmlError {
  return new XmlError('limit', `more than ${MOST_BEFORE_ROOT} bytes stand before the part with the message`, 0, 0);
}
