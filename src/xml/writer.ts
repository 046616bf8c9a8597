import { WriterScope, type XmlAttributes } from './writer-scope.js';
import { XmlError } from './xml-error.js';

const CHUNK = 16_384;
/** Anything that cannot go into text just as it is. Surrogates too: whether they pair up takes a closer look. */
const NOT_PLAIN = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;
const NOT_PLAIN_ATTRIBUTE = /[^\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Writes XML 1.0 with namespaces, and nothing that is not: names are checked, text and attributes escaped, elements
 * closed in order, prefixes declared, one root. What cannot be written throws `XmlError('not-well-formed')`.
 *
 * Without a sink the document is kept and `toString` gives it. With one, strings of about 16 KB go there as they come
 * about, never split within a character, so that a big document is nowhere as a whole; `end` sends the last of it.
 */
export class XmlWriter {
  #out = '';
  readonly #sink: ((chunk: string) => void) | undefined;
  readonly #scope = new WriterScope();
  #begun = false;

  constructor(sink?: (chunk: string) => void) {
    this.#sink = sink;
  }

  /** The XML declaration, as the first thing in the document. It says UTF-8. */
  declaration(): this {
    if (this.#begun) throw misuse('the XML declaration comes first');
    this.#begun = true;
    return this.#put('<?xml version="1.0" encoding="utf-8"?>');
  }

  open(name: string, attributes?: XmlAttributes): this {
    this.#scope.enter(name, attributes);
    return this.#put(`${this.#start(name, attributes)}>`);
  }

  text(text: string): this {
    if (this.#scope.depth === 0) throw misuse('text outside of the root element');
    return this.#put(escapeText(text));
  }

  /** An element with nothing but text; without text it is empty. */
  leaf(name: string, text: string, attributes?: XmlAttributes): this {
    this.#scope.pass(name, attributes);
    const start = this.#start(name, attributes);
    return this.#put(text === '' ? `${start}/>` : `${start}>${escapeText(text)}</${name}>`);
  }

  /** Closes the element that was opened last. */
  close(): this {
    return this.#put(`</${this.#scope.leave()}>`);
  }

  /** Says that the document is complete, and sends the rest of it to the sink. */
  end(): void {
    this.#scope.checkComplete();
    if (this.#sink !== undefined && this.#out !== '') this.#sink(this.#out);
    if (this.#sink !== undefined) this.#out = '';
  }

  /** The complete document. Empty when a sink has taken it. */
  toString(): string {
    this.#scope.checkComplete();
    return this.#out;
  }

  #start(name: string, attributes: XmlAttributes | undefined): string {
    this.#begun = true;
    if (attributes === undefined) return `<${name}`;
    let start = `<${name}`;
    for (const attribute in attributes) {
      const value = attributes[attribute];
      if (value !== undefined) start += ` ${attribute}="${escapeAttribute(value)}"`;
    }
    return start;
  }

  #put(text: string): this {
    this.#out += text;
    if (this.#sink !== undefined && this.#out.length >= CHUNK) {
      this.#sink(this.#out);
      this.#out = '';
    }
    return this;
  }
}

/** Whether XML 1.0 can hold a text: not most control characters, nor half of a pair of surrogates. */
export function isXmlText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** CR is written as a reference: a reader would make a line feed of it (XML 1.0, 2.11). */
function escapeText(text: string): string {
  return NOT_PLAIN.test(text) ? escaped(text, /[&<>\r]/g) : text;
}

/** White space other than blanks as references: a reader would make blanks of it (XML 1.0, 3.3.3). */
function escapeAttribute(value: string): string {
  return NOT_PLAIN_ATTRIBUTE.test(value) ? escaped(value, /[&<>"\t\n\r]/g) : value;
}

function escaped(text: string, what: RegExp): string {
  if (!isXmlText(text)) throw misuse('a character that XML does not allow');
  return text.replace(what, (character) => REFERENCES[character] as string);
}

function misuse(reason: string): XmlError {
  return new XmlError('not-well-formed', reason, 0, 0);
}
