import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.js';
import { explained } from './malformed.js';
import { type XmlAttribute, type XmlName, XSI_TYPE } from './name.js';
import { Namespaces } from './namespaces.js';
import { Tokenizer } from './tokenizer.js';
import type { PlainAttribute, Tag } from './tokenizer-names.js';
import { XmlError } from './xml-error.js';

/**
 * Takes the events of a document, in order. Text may come in several pieces.
 * Positions are those of the event's first character; `reader.line` and `reader.column` during the call.
 */
export interface XmlHandler {
  /** `attributes` is undefined when there are none but namespace declarations. */
  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void;
  text(text: string, reader: XmlReader): void;
  close(reader: XmlReader): void;
}

/**
 * Takes the text of a document in place of an `XmlReader`, and hands on to it what it does not read by itself (`uwlr/fast/fast-pieces.ts`).
 * What it holds back goes to the reader with `flush`.
 */
export interface ReadsAhead {
  write(text: string): void;
  flush(): void;
}

/** The parts of saxes that hold what is not finished yet; read to bound them, never written. */
interface Unfinished {
  readonly text: string;
  readonly name: string;
  readonly entity: string;
  readonly piTarget: string;
  readonly attribList: readonly unknown[];
  readonly chunk: string;
  readonly i: number;
  readonly state: number;
  readonly tags: readonly Tag[];
  /** The last character of a text that ended in the middle of a line end, or of a pair. It is read with the next text. */
  readonly carriedFromPrevious: string | undefined;
}

/** saxes' number of the state between tags, where text may stand. */
const S_TEXT = 13;

/**
 * Where saxes keeps its handlers. They are set by name: `parser.on` sets them by computed key, and after a few of those V8
 * turns the parser into a dictionary, which makes it four times slower.
 */
interface Handlers {
  openTagStartHandler: (tag: { name: string }) => void;
  openTagHandler: (tag: Tag) => void;
  closeTagHandler: () => void;
  textHandler: (text: string) => void;
  cdataHandler: (text: string) => void;
  doctypeHandler: () => void;
  errorHandler: (error: Error) => void;
  attributeHandler: (attribute: { name: string; value: string }) => void;
  piHandler: (instruction: { target: string }) => void;
}

/**
 * Streaming reader over saxes: strict XML 1.0 with namespaces, any document type refused, bounded in every direction.
 * Text goes in by `write`, events come out at the handler in the same call.
 *
 * Throws `XmlError` (`not-well-formed`, `doctype`, `limit`) with a position; after that the reader is done for.
 */
export class XmlReader {
  /** Where the element that is being reported begins, from 1. */
  line = 1;
  column = 1;
  depth = 0;
  #handler: XmlHandler;
  #references = 0;
  /** Characters of text since the last tag: comments and CDATA sections cut one text into any number of pieces. */
  #run = 0;
  #declares = false;
  readonly #parser: Tokenizer;
  readonly #namespaces: Namespaces;
  readonly #limits: XmlLimits;

  constructor(handler: XmlHandler, limits: XmlLimits = DEFAULT_XML_LIMITS) {
    this.#handler = handler;
    this.#limits = limits;
    this.#namespaces = new Namespaces({ malformed: (reason) => this.#malformed(reason), limit: (reason) => this.#limit(reason) }, limits);
    const parser = new Tokenizer(limits.name, (reason) => this.#limit(reason));
    this.#parser = parser;
    const handlers = parser as unknown as Handlers;
    handlers.openTagStartHandler = (tag) => this.#mark(tag.name.length);
    handlers.openTagHandler = (tag) => this.#open(tag.name, tag.attributes);
    handlers.closeTagHandler = () => this.#close();
    handlers.textHandler = (text) => this.#text(text);
    handlers.cdataHandler = (text) => this.#text(text);
    handlers.doctypeHandler = () => this.#fail('doctype', 'a document type declaration is not allowed');
    handlers.errorHandler = (error) => {
      const { chunk, i, state } = parser as unknown as Unfinished;
      const { line, column, beganLine, beganColumn } = parser;
      const found = explained(error, { line, column, state, beganLine, beganColumn, last: chunk.charAt(i - 1) });
      throw new XmlError('not-well-formed', found.reason, found.line, found.column);
    };
    handlers.attributeHandler = ({ name, value }) => {
      this.#declares ||= name.startsWith('xmlns');
      if (value.length > limits.text) this.#limit(`attribute value too long: more than ${limits.text} characters`);
      if ((parser as unknown as Unfinished).attribList.length > limits.attributes)
        this.#limit(`too many attributes: more than ${limits.attributes}`);
    };
    handlers.piHandler = ({ target }) => {
      if (target.length > limits.name) this.#nameTooLong();
    };
    this.#countReferences();
  }

  /** Sends the events from here on to another handler, such as that of the message inside an envelope. */
  set handler(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** The URI that a prefix in a value stands for at the element being read; undefined when it is not declared. */
  namespaceOf(prefix: string): string | undefined {
    return this.#namespaces.uriOf(prefix);
  }

  /** Takes the next piece of text. */
  write(text: string): void {
    this.#parser.write(text);
    const { text: run, name, entity, piTarget } = this.#parser as unknown as Unfinished;
    if (run.length > this.#limits.text) this.#limit(`text too long: more than ${this.#limits.text} characters`);
    if (Math.max(name.length, entity.length, piTarget.length) > this.#limits.name) this.#nameTooLong();
  }

  /** Ends the reading: there is more of something in the document than anyone takes. `reason` is a fixed text. */
  tooMuch(reason: string): never {
    this.#limit(reason);
  }

  /** Takes the next piece of text from a decoder; gives a decoding error the position that the reader has come to. `ahead`: who reads it first. */
  decode(next: () => string, ahead?: ReadsAhead): void {
    let text: string;
    try {
      text = next();
    } catch (error) {
      ahead?.flush();
      throw error instanceof XmlError ? error.at(this.#parser.line, this.#parser.column + 1) : error;
    }
    if (text !== '') (ahead ?? this).write(text);
  }

  /** Right behind a tag within the root: what stands there now may be read by another. */
  get isBehindTag(): boolean {
    const { text, state, carriedFromPrevious } = this.#parser as unknown as Unfinished;
    return state === S_TEXT && text === '' && carriedFromPrevious === undefined && this.#run === 0 && this.depth > 0;
  }

  /** Where the text that comes next begins: its line from 1, and the characters before it in that line. */
  get next(): { readonly line: number; readonly before: number } {
    const { line, column } = this.#parser;
    return { line, before: column };
  }

  /** Character and entity references so far. */
  get references(): number {
    return this.#references;
  }

  /** The declarations in force at the open element. */
  get declarations(): Iterable<readonly [prefix: string, uri: string]> {
    return this.#namespaces.inForce();
  }

  /** The open element as its name is written. */
  get openName(): string {
    return (this.#parser as unknown as Unfinished).tags.at(-1)?.name ?? '';
  }

  /** Whole elements were read by another, from behind a tag (`isBehindTag`). What comes next begins there; `references`: all so far. */
  passOver(line: number, before: number, references: number): void {
    this.#parser.line = line;
    this.#parser.column = before;
    this.#references = references;
  }

  /** Says that the document ends here. Throws when it is not complete. */
  end(): void {
    this.#parser.close();
  }

  /** saxes has read `<`, the name, and one character more. */
  #mark(nameLength: number): void {
    this.line = this.#parser.line;
    this.column = this.#parser.column - nameLength - 1;
    if (this.column < 1) {
      this.line -= 1;
      this.column = 1;
    }
  }

  #open(qualified: string, plain: readonly PlainAttribute[]): void {
    this.#run = 0;
    this.depth += 1;
    if (this.depth > this.#limits.depth) this.#limit(`elements nested too deep: more than ${this.#limits.depth}`);
    let attributes: XmlAttribute[] | undefined;
    if (plain.length > 0) {
      if (this.#declares) this.#namespaces.declare(plain, this.depth);
      this.#declares = false;
      attributes = this.#attributes(plain);
    }
    this.#handler.open(this.#namespaces.element(qualified), attributes, this);
  }

  #attributes(plain: readonly PlainAttribute[]): XmlAttribute[] | undefined {
    let attributes: XmlAttribute[] | undefined;
    for (const { name: qualified, value } of plain) {
      if (qualified === 'xmlns' || qualified.startsWith('xmlns:')) continue;
      const name = this.#namespaces.attribute(qualified);
      attributes ??= [];
      // Under one name as it is written none stands twice: that was seen to.
      if (name.uri !== '' && attributes.some((other) => other.name.uri === name.uri && other.name.local === name.local))
        this.#malformed('duplicate attribute');
      attributes.push(name.key === XSI_TYPE ? { name, value, typeKey: this.#typeKey(value) } : { name, value });
    }
    return attributes;
  }

  #typeKey(value: string): string | undefined {
    const [, prefix = '', local] = /^[ \t\r\n]*(?:([^: \t\r\n]+):)?([^: \t\r\n]+)[ \t\r\n]*$/.exec(value) ?? [];
    const uri = this.#namespaces.uriOf(prefix);
    return local === undefined || uri === undefined ? undefined : `{${uri}}${local}`;
  }

  #text(text: string): void {
    this.#run += text.length;
    if (this.#run > this.#limits.text) this.#limit(`text too long: more than ${this.#limits.text} characters`);
    if (this.depth > 0 && text !== '') this.#handler.text(text, this);
  }

  #close(): void {
    this.#run = 0;
    this.#handler.close(this);
    this.#namespaces.leave(this.depth);
    this.depth -= 1;
  }

  /** saxes resolves only character references and the five predefined entities; there is no event for them. */
  #countReferences(): void {
    const parser = this.#parser as unknown as { parseEntity(entity: string): string };
    const parse = parser.parseEntity;
    parser.parseEntity = (entity) => {
      this.#references += 1;
      if (this.#references > this.#limits.references) this.#limit(`too many character references: more than ${this.#limits.references}`);
      if (entity.length > this.#limits.name) this.#nameTooLong();
      return parse.call(parser, entity);
    };
  }

  #nameTooLong(): never {
    this.#limit(`name too long: more than ${this.#limits.name} characters`);
  }

  #malformed(reason: string): never {
    this.#fail('not-well-formed', reason);
  }

  #limit(reason: string): never {
    this.#fail('limit', reason);
  }

  #fail(code: XmlError['code'], reason: string): never {
    throw new XmlError(code, reason, this.#parser.line, this.#parser.column + 1);
  }
}
