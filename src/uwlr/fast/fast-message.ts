import { decline } from '../../xml/fast/decline.js';
import type { FastTag, TextCursor } from '../../xml/fast/text-cursor.js';
import { type XmlAttribute, type XmlName, XSI } from '../../xml/name.js';
import { type XmlHandler, XmlReader } from '../../xml/reader.js';
import type { Position } from '../checks/report.js';
import { MessageDecoder, type MessageOptions, type ReadMessage, usualVersion, versionOf } from '../decode.js';
import { NO_EXTENSIONS } from '../extensions.js';
import type { UwlrVersion } from '../finding.js';
import { Findings } from '../findings.js';
import { compile, XSD } from '../grammar/compile.js';
import type { Extensions } from '../grammar/decoder.js';
import { type Root, versionsOf } from '../grammar/grammar.js';
import { keyOf } from '../messages/catalogue.js';
import { FastReader } from './fast-reader.js';

/** Characters in which a message says its version: it stands in the first child. */
const NEAR = 4096;
/** Characters that are read again at once, while a place is looked for. */
const PIECE = 65_536;

/**
 * Reads the message whose start tag has been read, to behind its end. Declines when `MessageDecoder` would find anything in it, and when it is not
 * written in the usual way.
 */
export function readFastMessage(cursor: TextCursor, tag: FastTag, root: Root, options: MessageOptions = {}): FastMessage {
  const said = versionSaid(cursor, root);
  const version = said === undefined ? (options.version ?? usualVersion(root)) : (versionOf(said, root) ?? decline());
  const begin = cursor.at;
  const reader = new FastReader(cursor, compile(root, version, options.profile), options.extensions ?? NO_EXTENSIONS);
  const value = reader.read(tag);
  // What was taken for the version before anything was read has to be what stands in its place.
  if (said !== valueAt(value, root.versionPath?.split('/'))) decline();
  return new FastMessage(root, version, value, { text: cursor.text, begin }, options);
}

/** The namespaces that matter in messages with these roots, and in the values of their attributes. */
export function namespacesOf(roots: readonly Root[], extensions: Extensions): ReadonlySet<string> {
  const found = new Set([XSI, XSD]);
  for (const root of roots)
    for (const version of versionsOf(root)) for (const { uri } of compile(root, version).byPath.values()) found.add(uri);
  for (const { schema } of extensions.values()) found.add(schema.namespace);
  return found;
}

/** A message that was read in one go. Nothing was found in it. */
export class FastMessage implements ReadMessage {
  #value: { readonly is: unknown } | undefined;
  #again: SecondReader | undefined;

  constructor(
    readonly root: Root,
    readonly version: UwlrVersion,
    value: unknown,
    private readonly source: Source,
    private readonly options: MessageOptions,
  ) {
    this.#value = { is: value };
  }

  get value(): unknown {
    this.#value ??= { is: this.#secondReader().value() };
    return this.#value.is;
  }

  /** The text stays: a hundredth of the objects that the garbage collector would have to move while a message waits. */
  release(): void {
    this.#value = undefined;
    this.#again = undefined;
  }

  /** Where an element begins, as in `Decoder`: the text is read once more for it, as far as to that element. */
  locate(path: string, n: number): Position {
    return this.#secondReader().locate(path, n);
  }

  #secondReader(): SecondReader {
    this.#again ??= new SecondReader(this.root, this.source, this.options);
    return this.#again;
  }
}

/** A document, and the character behind the start tag of the message in it. */
interface Source {
  readonly text: string;
  readonly begin: number;
}

/** Reads a message again, a piece at a time, to find out where its elements are. */
class SecondReader {
  readonly #message: MessageDecoder;
  readonly #reader: XmlReader;
  #read = 0;

  constructor(
    root: Root,
    private readonly source: Source,
    options: MessageOptions,
  ) {
    this.#message = new MessageDecoder(root, new Findings('strict'), options);
    this.#reader = new XmlReader(new Inner(keyOf(root), this.#message));
    // The version of the message is in it.
    this.#readTo(source.begin + PIECE);
  }

  locate(path: string, n: number): Position {
    const { text } = this.source;
    for (;;) {
      const found = this.#message.decoder.locate(path, n);
      if (found.line !== 0 || this.#read === text.length) return found;
      this.#readTo(this.#read + PIECE);
    }
  }

  /** The message, read to its end. */
  value(): unknown {
    this.#readTo(this.source.text.length);
    return this.#message.value;
  }

  #readTo(to: number): void {
    const { text } = this.source;
    if (this.#read === text.length) return;
    const piece = text.slice(this.#read, to);
    this.#reader.write(piece);
    this.#read += piece.length;
    if (this.#read === text.length) this.#reader.end();
    if (this.#message.findings.count > 0) throw new Error('the two readers of messages do not agree');
  }
}

/** Hands on the events of one element of a document, and of all that stands in it. */
class Inner implements XmlHandler {
  #depth = 0;

  constructor(
    private readonly key: string,
    private readonly handler: XmlHandler,
  ) {}

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void {
    if (this.#depth === 0 && name.key !== this.key) return;
    this.#depth += 1;
    this.handler.open(name, attributes, reader);
  }

  text(text: string, reader: XmlReader): void {
    if (this.#depth > 0) this.handler.text(text, reader);
  }

  close(reader: XmlReader): void {
    if (this.#depth === 0) return;
    this.#depth -= 1;
    this.handler.close(reader);
  }
}

/** The version that a message seems to say, before it is read. */
function versionSaid({ text, at }: TextCursor, { versionPath }: Root): string | undefined {
  if (versionPath === undefined) return undefined;
  const name = versionPath.slice(versionPath.lastIndexOf('/') + 1);
  const near = text.slice(at, at + NEAR);
  const begin = near.indexOf(`${name}>`) + name.length + 1;
  const end = near.indexOf('<', begin);
  return begin > name.length && end !== -1 ? near.slice(begin, end) : undefined;
}

function valueAt(value: unknown, path: readonly string[] = []): unknown {
  if (path.length === 0) return undefined;
  return path.reduce<unknown>((within, name) => (within as Readonly<Record<string, unknown>> | undefined)?.[name], value);
}
