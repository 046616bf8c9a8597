import type { XmlAttribute, XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';
import { type EnvelopeFault, type EnvelopeProblem, SOAP_11 } from './envelope.js';
import { BlockAttributes, withoutSoapAttributes } from './header-block.js';

/** Whoever takes the contents of an envelope. Returns who reads the block or message, or undefined when nobody here does. */
export interface EnvelopeContents {
  header(name: XmlName, at: XmlReader): XmlHandler | undefined;
  /** Told of a header block that is addressed to another receiver (`actor`), and that nobody here reads. */
  headerForAnother?(name: XmlName, at: XmlReader): void;
  /** The first element of the body. All header blocks have been read by now. */
  body(name: XmlName, at: XmlReader): XmlHandler | undefined;
}

const ENVELOPE = `{${SOAP_11}}Envelope`;
const HEADER = `{${SOAP_11}}Header`;
const BODY = `{${SOAP_11}}Body`;
/** Children of the envelope, header blocks and messages together: a real envelope has about ten. */
export const MOST_PARTS = 128;
const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };

/**
 * Reads a SOAP 1.1 envelope (section 4) as it streams by, and hands its header blocks and its message to others. Any prefix
 * will do. Problems are collected, in the order of the message; after a wrong envelope nothing else is looked at. An envelope of more
 * than `MOST_PARTS` parts is beyond the limits of its reader (`XmlError` `limit`), so that neither problems nor blocks can pile up.
 */
export class EnvelopeReader implements XmlHandler {
  readonly problems: EnvelopeProblem[] = [];
  #depth = 0;
  #block: XmlHandler | undefined;
  #place: 'envelope' | 'header' | 'body' | 'other' = 'envelope';
  #sawHeader = false;
  #sawBody = false;
  #messages = 0;
  #parts = 0;
  #complained = false;

  constructor(private readonly contents: EnvelopeContents) {}

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void {
    this.#depth += 1;
    if (this.#depth === 1) this.#openEnvelope(name, reader);
    else if (this.#depth === 2) this.#openPart(name, reader);
    else if (this.#depth === 3) this.#openBlock(name, attributes, reader);
    if (this.#depth > 2) (this.#block ?? NOBODY).open(name, this.#ownOf(attributes), reader);
  }

  text(text: string, reader: XmlReader): void {
    if (this.#depth > 2) (this.#block ?? NOBODY).text(text, reader);
    else if (!this.#complained && /[^ \t\r\n]/.test(text)) {
      this.#complained = true;
      this.#problem('structure', reader);
    }
  }

  close(reader: XmlReader): void {
    if (this.#depth > 2) (this.#block ?? NOBODY).close(reader);
    this.#depth -= 1;
    if (this.#depth === 2) this.#block = undefined;
    if (this.#depth === 1) this.#place = 'envelope';
    if (this.#depth === 0 && this.#messages !== 1 && !this.#wrongVersion) this.#problem('body', reader);
  }

  get #wrongVersion(): boolean {
    return this.problems[0]?.fault === 'version';
  }

  #openEnvelope(name: XmlName, reader: XmlReader): void {
    if (name.key === ENVELOPE) return;
    this.#problem(name.local === 'Envelope' ? 'version' : 'structure', reader);
    if (name.local !== 'Envelope') this.problems.unshift({ fault: 'version', path: '/', line: reader.line, column: reader.column });
  }

  /** Header, then Body; SOAP 1.1 lets others follow. */
  #openPart(name: XmlName, reader: XmlReader): void {
    this.#countPart(reader);
    if (this.#wrongVersion) this.#place = 'other';
    else if (name.key === HEADER && !this.#sawHeader && !this.#sawBody) {
      this.#place = 'header';
      this.#sawHeader = true;
    } else if (name.key === BODY && !this.#sawBody) {
      this.#place = 'body';
      this.#sawBody = true;
    } else {
      this.#place = 'other';
      if (!this.#sawBody || name.uri === SOAP_11 || name.uri === '') this.#problem('structure', reader);
    }
  }

  #openBlock(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void {
    if (this.#place === 'header' || this.#place === 'body') this.#countPart(reader);
    if (this.#place === 'header') {
      const { forAnother, mustUnderstand } = new BlockAttributes(attributes);
      if (forAnother) this.contents.headerForAnother?.(name, reader);
      else this.#block = this.contents.header(name, reader);
      if (!forAnother && this.#block === undefined && mustUnderstand) this.#problem('must-understand', reader, `/${sayableName(name)}`);
    } else if (this.#place === 'body') {
      this.#messages += 1;
      this.#block = this.#messages === 1 ? this.contents.body(name, reader) : undefined;
      if (this.#messages === 1 && this.#block === undefined) this.#problem('unknown-message', reader);
    }
  }

  /** The attributes that are for the reader of a block or message: those of SOAP on a header block are not. */
  #ownOf(attributes: readonly XmlAttribute[] | undefined): readonly XmlAttribute[] | undefined {
    return attributes !== undefined && this.#place === 'header' ? withoutSoapAttributes(attributes) : attributes;
  }

  #countPart(reader: XmlReader): void {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) reader.tooMuch(`too many parts in the envelope: more than ${MOST_PARTS}`);
  }

  #problem(fault: EnvelopeFault, { line, column }: XmlReader, below = ''): void {
    const part = this.#place === 'header' ? '/Header' : this.#place === 'body' ? '/Body' : '';
    this.problems.push({ fault, path: `/Envelope${part}${below}`, line, column });
  }
}

/**
 * The name of a header block that nobody knows, as a developer would give it: `Security`. Anything else might be data, and is `*`.
 * Its namespace is never said.
 */
function sayableName({ local }: XmlName): string {
  return /^[A-Za-z][\w.-]{0,39}$/.test(local) && !/\d{4}/.test(local) ? local : '*';
}
