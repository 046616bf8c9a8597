import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { OwnError } from '../../core/own-error.js';

export interface XmlAttribute {
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** An element as the suite's own reader sees it: fast-xml-parser, no part of the gateway. */
export interface XmlNode {
  readonly namespace: string;
  readonly local: string;
  /** As written; empty for the default namespace. */
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Elements and texts in their order. */
  readonly content: readonly (XmlNode | string)[];
  /** Prefixes that hold here; the empty one is the default namespace. */
  readonly scope: Readonly<Record<string, string>>;
  /** All text directly in it, with its white space. */
  readonly text: string;
  /** Names from the root, such as `Envelope/Body/leerlinggegevens_antwoord`, with `[2]` for the second of its name. */
  readonly path: string;
  /** Where it starts, from 1. */
  readonly line: number;
}

/** The text is no well-formed XML, or goes beyond a bound of the reader. The message holds nothing of the text. */
export class NotXml extends OwnError {
  constructor(
    readonly reason: string,
    readonly line?: number,
  ) {
    super('not-xml', reason);
  }
}

type Raw = Record<string, unknown> & { ':@'?: Record<string, string> };

const XML = 'http://www.w3.org/XML/1998/namespace';
const DEEPEST = 100;
/** A school of five thousand pupils has less than half of it. */
const MOST_TAGS = 1_000_000;
const MOST_PREFIXES = 1000;

const META = XMLParser.getMetaDataSymbol() as unknown as keyof Raw;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: true,
  // References to characters by number are read only with this; of names, XML knows its own five alone.
  htmlEntities: {} as unknown as boolean,
  captureMetaData: true,
  maxNestedTags: DEEPEST,
});

/** Reads a document. Throws `NotXml`; a document type is refused, as SOAP 1.1 does (section 3). */
export function readXml(document: string | Uint8Array): XmlNode {
  const text = typeof document === 'string' ? document.replace(/^\ufeff/, '') : textOf(document);
  if (/<!DOCTYPE/i.test(text)) throw new NotXml('a document type declaration');
  if (tagsIn(text) > MOST_TAGS) throw new NotXml('more elements than the suite reads');
  const check = XMLValidator.validate(text);
  if (check !== true) throw new NotXml('not well-formed', check.err.line);
  const top = (parse(text) as Raw[]).filter((item) => !('#text' in item));
  const [root] = top;
  if (root === undefined || top.length !== 1) throw new NotXml('not one root element');
  return new Reading(text).node(root, { '': '', xml: XML }, '', 1);
}

function tagsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1 && count <= MOST_TAGS; at = text.indexOf('<', at + 1)) count += 1;
  return count;
}

function parse(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    throw new NotXml('not well-formed, or nested too deep');
  }
}

const ENCODING = /^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/;

/** That the XML declaration names, as it is written there. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return ENCODING.exec(start.replace(/^\xef\xbb\xbf/, ''))?.[1];
}

/** By byte order mark, else by the declaration, else UTF-8. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked = first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
  try {
    return new TextDecoder(marked ?? declaredEncoding(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotXml('bytes that are not in the encoding that they are said to be in');
  }
}

class Reading {
  readonly #lineStarts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  node(raw: Raw, scope: Readonly<Record<string, string>>, parent: string, position: number): XmlNode {
    const name = Object.keys(raw).find((key) => key !== ':@') as string;
    const written = Object.entries(raw[':@'] ?? {});
    const declared = written.flatMap(([key, value]) =>
      key === 'xmlns' ? [['', value]] : key.startsWith('xmlns:') ? [[key.slice(6), value]] : [],
    );
    const inner = declared.length === 0 ? scope : { ...scope, ...(Object.fromEntries(declared) as Readonly<Record<string, string>>) };
    if (declared.length > 0 && Object.keys(inner).length > MOST_PREFIXES) throw new NotXml('more namespaces than the suite reads');
    const [prefix, local] = split(name);
    const path = `${parent}${parent === '' ? '' : '/'}${local}${position > 1 ? `[${position}]` : ''}`;
    const counts = new Map<string, number>();
    const content = (raw[name] as Raw[]).map((item) => {
      if ('#text' in item) return String(item['#text']);
      const [, childName] = split(Object.keys(item).find((key) => key !== ':@') as string);
      const count = (counts.get(childName) ?? 0) + 1;
      counts.set(childName, count);
      return this.node(item, inner, path, count);
    });
    return {
      namespace: namespaceOf(prefix, inner),
      local,
      prefix,
      attributes: written
        .filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
        .map(([key, value]) => attribute(key, value, inner)),
      children: content.filter((item) => typeof item !== 'string'),
      content,
      scope: inner,
      text: content.filter((item) => typeof item === 'string').join(''),
      path,
      line: this.#lineOf((raw[META] as { startIndex?: number } | undefined)?.startIndex ?? 0),
    };
  }

  #lineOf(index: number): number {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
}

function split(name: string): [prefix: string, local: string] {
  const at = name.indexOf(':');
  return at === -1 ? ['', name] : [name.slice(0, at), name.slice(at + 1)];
}

/** What a prefix stands for; undefined when nobody declared it. */
export function declaredAs(scope: XmlNode['scope'], prefix: string): string | undefined {
  return Object.hasOwn(scope, prefix) ? scope[prefix] : undefined;
}

function namespaceOf(prefix: string, scope: Readonly<Record<string, string>>): string {
  const namespace = declaredAs(scope, prefix);
  if (namespace === undefined) throw new NotXml('a prefix that is not declared');
  return namespace;
}

function attribute(name: string, value: string, scope: Readonly<Record<string, string>>): XmlAttribute {
  const [prefix, local] = split(name);
  return { namespace: prefix === '' ? '' : namespaceOf(prefix, scope), local, value };
}

/** The first child of this name, in any namespace. */
export function child(node: XmlNode | undefined, local: string): XmlNode | undefined {
  return node?.children.find((one) => one.local === local);
}

export function childrenOf(node: XmlNode | undefined, local: string): readonly XmlNode[] {
  return node?.children.filter((one) => one.local === local) ?? [];
}

/** Down along these names, the first of each. */
export function descend(node: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  return names.reduce<XmlNode | undefined>((at, name) => child(at, name), node);
}

export function attributeOf(node: XmlNode | undefined, local: string): string | undefined {
  return node?.attributes.find((one) => one.local === local)?.value;
}

/** It and all below it, in the order of the document. */
export function* allOf(node: XmlNode): Generator<XmlNode> {
  yield node;
  for (const one of node.children) yield* allOf(one);
}
