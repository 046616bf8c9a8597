import type { XmlAttribute, XmlName } from '../xml/name.js';
import type { XmlHandler, XmlReader } from '../xml/reader.js';
import { type EnvelopeFault, type EnvelopeProblem, NEXT_ACTOR, SOAP_11 } from './envelope.js';

/** Whoever takes the contents of an envelope. Returns who reads the block or message, or undefined when nobody here does. */
export interface EnvelopeContents {
  header(name: XmlName, at: XmlReader): XmlHandler | undefined;
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
    if (this.#depth > 2) (this.#block ?? NOBODY).open(name, attributes, reader);
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
      this.#block = this.contents.header(name, reader);
      if (this.#block === undefined && mustBeUnderstood(attributes)) this.#problem('must-understand', reader);
    } else if (this.#place === 'body') {
      this.#messages += 1;
      this.#block = this.#messages === 1 ? this.contents.body(name, reader) : undefined;
      if (this.#messages === 1 && this.#block === undefined) this.#problem('unknown-message', reader);
    }
  }

  #countPart(reader: XmlReader): void {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) reader.tooMuch('too many parts in the envelope');
  }

  #problem(fault: EnvelopeFault, { line, column }: XmlReader): void {
    const part = this.#place === 'header' ? '/Header' : this.#place === 'body' ? '/Body' : '';
    this.problems.push({ fault, path: `/Envelope${part}`, line, column });
  }
}

/** SOAP 1.1, section 4.2.3: for us unless it names another actor. */
function mustBeUnderstood(attributes: readonly XmlAttribute[] | undefined): boolean {
  const of = (local: string) => attributes?.find(({ name }) => name.key === `{${SOAP_11}}${local}`)?.value.trim();
  const actor = of('actor') ?? '';
  return ['1', 'true'].includes(of('mustUnderstand') ?? '') && (actor === '' || actor === NEXT_ACTOR);
}
