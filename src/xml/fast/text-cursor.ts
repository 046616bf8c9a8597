import { DEFAULT_XML_LIMITS } from '../limits.js';
import { decline } from './decline.js';
import type { Scope } from './scope.js';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUAL = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const AMPERSAND = 0x26;
const BRACKET = 0x5d;
const COLON = 0x3a;
/** The first of the two code units that are no characters. Surrogates come in pairs: the text was decoded. */
const NO_CHARACTER = 0xfffe;
/** How any character beyond ASCII is coded, and one that no document may hold. */
const BEYOND = 0x80;
const FORBIDDEN = 0xff;

const SPACE = table(/[ \t\r\n]/);
const NAME = table(/[A-Za-z0-9_.-]/);
const NAME_START = table(/[A-Za-z_]/);
/** What stands for itself in a text, or in the value of an attribute: no markup, and nothing that a parser changes. */
const IN_TEXT = table(/[ -~\t\n\x7f\x80]/, '<&]');
const IN_VALUE = table(/[ -~\x7f\x80]/, '<&');
const DECLARATION =
  /^<\?xml version=(?:"1\.0"|'1\.0')(?: encoding=(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?: standalone=(?:"(?:yes|no)"|'(?:yes|no)'))? ?\?>/;
/** Longer than any declaration. */
const LONGEST_DECLARATION = 100;
const LONGEST_REFERENCE = 10;
const NUMBERED = /^#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6})$/;
const END_OF_TAG = codesOf('>');
const END_OF_EMPTY = codesOf('/>');
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** An attribute that declares no namespace. */
export interface FastAttribute {
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}

/** A start tag that was read in full. */
export interface FastTag {
  readonly uri: string;
  readonly local: string;
  readonly prefix: string;
  /** The namespaces in force in the element, and for its own name. */
  readonly scope: Scope;
  readonly attributes: readonly FastAttribute[];
  /** `<a/>` */
  readonly isEmpty: boolean;
}

/**
 * A place in the text of a whole document, and what can be read from there on. It takes XML as programs write it and declines (`decline`)
 * all else: comments, CDATA sections, processing instructions, blanks around `=`, line ends of Windows in a text, whatever is not
 * well-formed or beyond the limits of `XmlReader`.
 */
export class TextCursor {
  at = 0;
  /** Character and entity references so far; those before this text count too. */
  references = 0;

  /** `codes`: a byte for each code unit of the text: itself where that is ASCII. To look at them costs a third of looking at the text. */
  constructor(
    readonly text: string,
    readonly codes: Uint8Array = codesOf(text),
  ) {}

  /** Passes over the XML declaration, if there is one. */
  passDeclaration(): void {
    if (!this.text.startsWith('<?')) return;
    this.at = DECLARATION.exec(this.text.slice(0, LONGEST_DECLARATION))?.[0].length ?? decline();
  }

  /** Passes over white space between tags. */
  passSpace(): void {
    const { codes } = this;
    const { length } = codes;
    let { at } = this;
    while (at < length && SPACE[codes[at] as number] === 1) at += 1;
    if (at - this.at > DEFAULT_XML_LIMITS.text) decline();
    this.at = at;
  }

  /** Passes over this text, or declines when another stands here. */
  pass(expected: Uint8Array): void {
    if (!this.has(expected, this.at)) decline();
    this.at += expected.length;
  }

  /** Whether this stands at a place in the text. */
  has(expected: Uint8Array, at: number): boolean {
    const { codes } = this;
    const { length } = expected;
    if (at + length > codes.length) return false;
    for (let n = 0; n < length; n++) if (codes[at + n] !== expected[n]) return false;
    return true;
  }

  /** The text of an element, up to the tag behind it. */
  readText(): string {
    return this.#characters(LESS, IN_TEXT);
  }

  /** The value of an attribute, from behind its first quote; stops behind the last one. */
  readValue(quote: number): string {
    const value = this.#characters(quote, IN_VALUE);
    this.at += 1;
    return value;
  }

  /** A start tag of any name, with its attributes. `scope`: that of the element around it. */
  readTag(scope: Scope): FastTag {
    const { codes } = this;
    if (codes[this.at] !== LESS) decline();
    this.at += 1;
    const [prefix, local] = this.#name();
    let within = scope;
    const written: { readonly prefix: string; readonly local: string; readonly value: string }[] = [];
    const declared = new Set<string>();
    for (;;) {
      const from = this.at;
      this.passSpace();
      const code = codes[this.at];
      if (code === GREATER || code === SLASH) break;
      if (this.at === from) decline();
      const attribute = this.#attribute();
      if (attribute.prefix === 'xmlns' || (attribute.prefix === '' && attribute.local === 'xmlns')) {
        const name = attribute.prefix === '' ? '' : attribute.local;
        if (declared.has(name)) decline();
        declared.add(name);
        within = within.declaring(name, attribute.value);
      } else written.push(attribute);
    }
    if (declared.size + written.length > DEFAULT_XML_LIMITS.attributes) decline();
    const isEmpty = codes[this.at] === SLASH;
    this.pass(isEmpty ? END_OF_EMPTY : END_OF_TAG);
    return {
      uri: within.uriOf(prefix) ?? decline(),
      local,
      prefix,
      scope: within.preferring(prefix),
      attributes: resolved(written, within),
      isEmpty,
    };
  }

  /** A name in a tag, as prefix and local name. */
  #name(): readonly [prefix: string, local: string] {
    const first = this.#plainName();
    if (this.codes[this.at] !== COLON) return ['', first];
    this.at += 1;
    return [first, this.#plainName()];
  }

  #plainName(): string {
    const { text, codes, at: from } = this;
    if (NAME_START[codes[from] as number] !== 1) decline();
    let at = from + 1;
    while (NAME[codes[at] as number] === 1) at += 1;
    if (at - from > DEFAULT_XML_LIMITS.name / 2) decline();
    this.at = at;
    return text.slice(from, at);
  }

  #attribute(): { readonly prefix: string; readonly local: string; readonly value: string } {
    const { codes } = this;
    const [prefix, local] = this.#name();
    if (codes[this.at] !== EQUAL) decline();
    const quote = codes[this.at + 1];
    if (quote !== QUOTE && quote !== APOSTROPHE) decline();
    this.at += 2;
    return { prefix, local, value: this.readValue(quote) };
  }

  #characters(end: number, plain: Uint8Array): string {
    const { text, at: from } = this;
    const to = this.#endOfPlain(from, end, plain);
    this.at = to;
    let read = text.slice(from, to);
    while (this.codes[this.at] === AMPERSAND) {
      read += this.#reference();
      const behind = this.at;
      this.at = this.#endOfPlain(behind, end, plain);
      read += text.slice(behind, this.at);
      if (read.length > DEFAULT_XML_LIMITS.text) decline();
    }
    if (this.codes[this.at] !== end || read.length > DEFAULT_XML_LIMITS.text) decline();
    return read;
  }

  /** The place of the first character from `at` on that is `end`, or that does not stand for itself. */
  #endOfPlain(at: number, end: number, plain: Uint8Array): number {
    const { codes } = this;
    for (let to = at; ; to += 1) {
      const code = codes[to] as number;
      if (code === end) return to;
      if (plain[code] === 1) continue;
      // Only `]]>` is forbidden.
      if (code !== BRACKET || (codes[to + 1] === BRACKET && codes[to + 2] === GREATER)) return to;
    }
  }

  #reference(): string {
    const { text, at } = this;
    const name = text.slice(at + 1, at + 1 + LONGEST_REFERENCE).split(';', 1)[0] as string;
    this.references += 1;
    if (this.references > DEFAULT_XML_LIMITS.references || text[at + 1 + name.length] !== ';') decline();
    this.at = at + name.length + 2;
    return NAMED.get(name) ?? numbered(name);
  }
}

/** `#233` or `#xE9` */
function numbered(name: string): string {
  if (!NUMBERED.test(name)) decline();
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter =
    code < 0x20
      ? code === 0x09 || code === 0x0a || code === 0x0d
      : code < 0xd800 || (code > 0xdfff && code < NO_CHARACTER) || (code > 0xffff && code < 0x110000);
  return isCharacter ? String.fromCodePoint(code) : decline();
}

/** The attributes with their namespaces. None may stand twice, under whatever prefixes. */
function resolved(
  written: readonly { readonly prefix: string; readonly local: string; readonly value: string }[],
  scope: Scope,
): readonly FastAttribute[] {
  const seen = new Set<string>();
  return written.map(({ prefix, local, value }) => {
    const uri = prefix === '' ? '' : (scope.uriOf(prefix) ?? decline());
    const key = `{${uri}}${local}`;
    if (seen.has(key)) decline();
    seen.add(key);
    return { uri, local, value };
  });
}

/** What `xsi:type` names, as `{uri}local`. */
export function typeNameOf(value: string, scope: Scope): string {
  const [prefix, local, ...more] = value.includes(':') ? value.split(':') : ['', value];
  const uri = scope.uriOf(prefix as string);
  if (uri === undefined || local === undefined || more.length > 0) decline();
  return `{${uri}}${local}`;
}

/** A byte for each code unit: itself where that is ASCII. */
export function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    codes[at] = code < BEYOND ? code : code < NO_CHARACTER ? BEYOND : FORBIDDEN;
  }
  return codes;
}

/** 1 for each code that `characters` has and that is not in `but`. */
function table(characters: RegExp, but = ''): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => {
    const character = String.fromCharCode(code);
    return characters.test(character) && !but.includes(character) ? 1 : 0;
  });
}
