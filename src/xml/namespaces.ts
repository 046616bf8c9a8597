import { type XmlName, xmlName } from './name.js';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const NC_NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\-\u00b7\u203f\u2040]*$/u;

interface Scope {
  readonly depth: number;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly elements: Map<string, XmlName>;
  readonly attributes: Map<string, XmlName>;
}

/**
 * Namespaces in XML 1.0: which prefix means what, at the element being read.
 *
 * Resolved element names are remembered per scope. Real messages declare their namespaces once, at the top, so that
 * nearly every name is one map lookup; saxes' own namespace mode resolves each tag anew and takes twice the time.
 */
export class Namespaces {
  #scope: Scope = { depth: 0, prefixes: new Map([['xml', XML]]), elements: new Map(), attributes: new Map() };
  readonly #outer: Scope[] = [];

  /** `fail` gets what is wrong, in words without any name or value, and must throw. */
  constructor(private readonly fail: (reason: string) => never) {}

  /** Takes the `xmlns` attributes of an element that is about to open at `depth`. */
  declare(attributes: readonly { readonly name: string; readonly value: string }[], depth: number): void {
    let prefixes: Map<string, string> | undefined;
    for (const { name, value: uri } of attributes) {
      if (!name.startsWith('xmlns') || (name.length > 5 && name[5] !== ':')) continue;
      const prefix = name.slice(6);
      this.#checkBinding(prefix, uri, name.length === 6);
      if (this.#scope.prefixes.get(prefix) === uri && prefixes === undefined) continue;
      prefixes ??= new Map(this.#scope.prefixes);
      prefixes.set(prefix, uri);
    }
    if (prefixes === undefined) return;
    this.#outer.push(this.#scope);
    this.#scope = { depth, prefixes, elements: new Map(), attributes: new Map() };
  }

  /** Forgets what the element that closed at `depth` had declared. */
  leave(depth: number): void {
    if (this.#scope.depth === depth && this.#outer.length > 0) this.#scope = this.#outer.pop() as Scope;
  }

  element(qualified: string): XmlName {
    const known = this.#scope.elements.get(qualified);
    if (known !== undefined) return known;
    const name = this.#resolve(qualified, this.#scope.prefixes.get('') ?? '');
    remember(this.#scope.elements, qualified, name);
    return name;
  }

  /** An attribute without prefix is in no namespace, whatever the default is. */
  attribute(qualified: string): XmlName {
    const known = this.#scope.attributes.get(qualified);
    if (known !== undefined) return known;
    const name = this.#resolve(qualified, '');
    remember(this.#scope.attributes, qualified, name);
    return name;
  }

  /** The URI of a prefix in a value such as `xsi:type="lr:ctpEigen"`; undefined when it is not declared. */
  uriOf(prefix: string): string | undefined {
    return this.#scope.prefixes.get(prefix) ?? (prefix === '' ? '' : undefined);
  }

  #resolve(qualified: string, unprefixed: string): XmlName {
    const colon = qualified.indexOf(':');
    if (colon === -1) return xmlName(unprefixed, qualified);
    const prefix = qualified.slice(0, colon);
    const local = qualified.slice(colon + 1);
    if (!NC_NAME.test(prefix) || !NC_NAME.test(local)) this.fail('malformed qualified name');
    const uri = this.#scope.prefixes.get(prefix);
    if (uri === undefined || uri === '') this.fail('namespace prefix without a declaration');
    return xmlName(uri, local);
  }

  #checkBinding(prefix: string, uri: string, emptyPrefix: boolean): void {
    if (emptyPrefix || (prefix !== '' && !NC_NAME.test(prefix))) this.fail('malformed namespace prefix');
    if (prefix === 'xmlns' || uri === XMLNS) this.fail('reserved namespace prefix or URI');
    if ((prefix === 'xml') !== (uri === XML)) this.fail('the xml prefix and its URI belong together');
    if (prefix !== '' && uri === '') this.fail('a namespace prefix cannot be undeclared in XML 1.0');
  }
}

/** Enough for any real message; a message of millions of names must not fill the memory. */
const MOST_NAMES = 4096;

function remember(names: Map<string, XmlName>, qualified: string, name: XmlName): void {
  if (names.size >= MOST_NAMES) names.clear();
  names.set(qualified, name);
}
