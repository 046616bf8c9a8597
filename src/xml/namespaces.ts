import { type XmlName, xmlName } from './name.js';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const NC_NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\-\u00b7\u203f\u2040]*$/u;

/** A prefix that was declared. `uri` is what it means at the element being read; undefined once its declaration has ended. */
interface Prefix {
  uri: string | undefined;
}

/** What a declaration replaced, to be put back when the element at `depth` closes. */
interface Undo {
  readonly depth: number;
  readonly name: string;
  readonly prefix: Prefix;
  readonly uri: string | undefined;
}

/** A name that was resolved, and the prefix that it depends on: it holds as long as that means the same. */
interface Resolved {
  name: XmlName;
  prefix: Prefix;
  uri: string | undefined;
}

export interface NamespaceBounds {
  /** Declarations in force at one element. */
  readonly prefixes: number;
  /** Characters in a namespace URI. */
  readonly name: number;
}

/** How a document ends that is not namespace-well-formed, or goes beyond the bounds: in words without any name or value. Both must throw. */
export interface NamespaceFailures {
  malformed(reason: string): never;
  limit(reason: string): never;
}

/** Attributes without a prefix are in no namespace, whatever is declared. */
const NO_PREFIX: Prefix = { uri: '' };

/**
 * Namespaces in XML 1.0: which prefix means what, at the element being read.
 *
 * A declaration costs the same however many others are in force: it is written into one table, and what it replaced onto a list of
 * what to undo. Resolved names are remembered beside their prefix, so that one map lookup gives nearly every name, also
 * where the same namespace is declared again and again; saxes' own namespace mode resolves each tag anew and takes twice the time.
 */
export class Namespaces {
  /** Only prefixes that mean something. */
  readonly #prefixes = new Map<string, Prefix>();
  readonly #default: Prefix = { uri: '' };
  readonly #undo: Undo[] = [];
  /** Depth of the innermost element with a declaration that is in force. */
  #innermost = 0;
  readonly #elements = new Map<string, Resolved>();
  readonly #attributes = new Map<string, Resolved>();

  constructor(
    private readonly failures: NamespaceFailures,
    private readonly bounds: NamespaceBounds,
  ) {
    this.#prefixes.set('xml', { uri: XML });
  }

  /** Takes the `xmlns` attributes of an element that is about to open at `depth`. */
  declare(attributes: readonly { readonly name: string; readonly value: string }[], depth: number): void {
    for (const { name, value: uri } of attributes) {
      if (!name.startsWith('xmlns') || (name.length > 5 && name[5] !== ':')) continue;
      this.#declare(name.slice(6), uri, name.length === 6, depth);
    }
  }

  /** Forgets what the element that closed at `depth` had declared. */
  leave(depth: number): void {
    if (this.#innermost !== depth) return;
    const undo = this.#undo;
    for (let last = undo.at(-1); last?.depth === depth; last = undo.at(-1)) {
      last.prefix.uri = last.uri;
      if (last.uri === undefined) this.#prefixes.delete(last.name);
      undo.pop();
    }
    this.#innermost = undo.at(-1)?.depth ?? 0;
  }

  element(qualified: string): XmlName {
    const known = this.#elements.get(qualified);
    if (known !== undefined && known.prefix.uri === known.uri) return known.name;
    return this.#resolve(qualified, this.#default, this.#elements, known);
  }

  /** An attribute without prefix is in no namespace, whatever the default is. */
  attribute(qualified: string): XmlName {
    const known = this.#attributes.get(qualified);
    if (known !== undefined && known.prefix.uri === known.uri) return known.name;
    return this.#resolve(qualified, NO_PREFIX, this.#attributes, known);
  }

  /** The declarations in force, but for that of `xml`: each prefix with its URI, empty for the default namespace. */
  *inForce(): Generator<readonly [prefix: string, uri: string]> {
    if (this.#default.uri !== undefined && this.#default.uri !== '') yield ['', this.#default.uri];
    for (const [prefix, { uri }] of this.#prefixes) if (uri !== undefined && prefix !== 'xml') yield [prefix, uri];
  }

  /** The URI of a prefix in a value such as `xsi:type="lr:ctpEigen"`; undefined when it is not declared. */
  uriOf(prefix: string): string | undefined {
    return prefix === '' ? this.#default.uri : this.#prefixes.get(prefix)?.uri;
  }

  #declare(name: string, uri: string, emptyPrefix: boolean, depth: number): void {
    this.#checkBinding(name, uri, emptyPrefix);
    if (this.uriOf(name) === uri) return;
    if (uri.length > this.bounds.name) this.failures.limit(`namespace too long: more than ${this.bounds.name} characters`);
    if (this.#undo.length >= this.bounds.prefixes)
      this.failures.limit(`too many namespace declarations: more than ${this.bounds.prefixes}`);
    const prefix = this.#prefixOf(name);
    this.#undo.push({ depth, name, prefix, uri: prefix.uri });
    this.#innermost = depth;
    prefix.uri = uri;
  }

  #prefixOf(name: string): Prefix {
    if (name === '') return this.#default;
    const known = this.#prefixes.get(name);
    if (known !== undefined) return known;
    const made: Prefix = { uri: undefined };
    this.#prefixes.set(name, made);
    return made;
  }

  #resolve(qualified: string, unprefixed: Prefix, resolved: Map<string, Resolved>, known: Resolved | undefined): XmlName {
    // Without a prefix, under another default namespace than last time.
    if (known !== undefined && known.prefix === unprefixed) return renewed(known, unprefixed);
    const colon = qualified.indexOf(':');
    const prefix = colon === -1 ? unprefixed : this.#declaredPrefix(qualified.slice(0, colon));
    if (known !== undefined) return renewed(known, prefix);
    const local = qualified.slice(colon + 1);
    if (colon !== -1 && !NC_NAME.test(local)) this.failures.malformed('malformed qualified name');
    const { uri } = prefix;
    const name = xmlName(uri ?? '', local);
    if (resolved.size < MOST_NAMES) resolved.set(qualified, { name, prefix, uri });
    return name;
  }

  #declaredPrefix(name: string): Prefix {
    if (!NC_NAME.test(name)) this.failures.malformed('malformed qualified name');
    return this.#prefixes.get(name) ?? this.failures.malformed('namespace prefix without a declaration');
  }

  #checkBinding(prefix: string, uri: string, emptyPrefix: boolean): void {
    if (emptyPrefix || (prefix !== '' && !NC_NAME.test(prefix))) this.failures.malformed('malformed namespace prefix');
    if (prefix === 'xmlns' || uri === XMLNS) this.failures.malformed('reserved namespace prefix or URI');
    if ((prefix === 'xml') !== (uri === XML)) this.failures.malformed('the xml prefix and its URI belong together');
    if (prefix !== '' && uri === '') this.failures.malformed('a namespace prefix cannot be undeclared in XML 1.0');
  }
}

/** The same name under what its prefix means now. */
function renewed(known: Resolved, prefix: Prefix): XmlName {
  known.prefix = prefix;
  known.uri = prefix.uri;
  known.name = xmlName(prefix.uri ?? '', known.name.local);
  return known.name;
}

/** Enough for any real message; a message of millions of names must not fill the memory. */
const MOST_NAMES = 1024;
