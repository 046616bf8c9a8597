import { XmlError } from './xml-error.js';

/** Attributes and namespace declarations (`xmlns`, `xmlns:p`) by qualified name; those that are undefined are left out. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

const START =
  'A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const NC_NAME = `[${START}][${START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`;
const KNOWN_LIMIT = 10_000;
const NAME = new RegExp(`^(?:${NC_NAME}:)?${NC_NAME}$`, 'u');

/** What a writer has to know of the elements that are open: their names, and the prefixes they declare. */
export class WriterScope {
  readonly #open: string[] = [];
  /** How many open elements declare a prefix. */
  readonly #prefixes = new Map<string, number>([['xml', 1]]);
  readonly #declared: (readonly string[] | undefined)[] = [];
  /** Names found right under the prefixes that are declared now. */
  readonly #known = new Set<string>();
  #done = false;

  get depth(): number {
    return this.#open.length;
  }

  enter(name: string, attributes: XmlAttributes | undefined): void {
    this.#declared.push(this.#check(name, attributes));
    this.#open.push(name);
  }

  /** Leaves the innermost element and gives its name. */
  leave(): string {
    const name = this.#open.pop();
    if (name === undefined) throw misuse('no element is open');
    const declared = this.#declared.pop();
    if (declared !== undefined) this.#forget(declared);
    if (this.#open.length === 0) this.#done = true;
    return name;
  }

  /** An element that is left as soon as it is entered. */
  pass(name: string, attributes: XmlAttributes | undefined): void {
    const declared = this.#check(name, attributes);
    if (declared !== undefined) this.#forget(declared);
    if (this.#open.length === 0) this.#done = true;
  }

  checkComplete(): void {
    if (!this.#done) throw misuse('the document is not complete');
  }

  /** Gives the prefixes that the attributes declare. */
  #check(name: string, attributes: XmlAttributes | undefined): readonly string[] | undefined {
    if (this.#done) throw misuse('a second root element');
    const declared = attributes === undefined ? undefined : this.#declare(attributes);
    if (!this.#known.has(name)) this.#checkName(name);
    for (const attribute in attributes) if (!this.#known.has(attribute) && !isDeclaration(attribute)) this.#checkName(attribute);
    return declared;
  }

  #declare(attributes: XmlAttributes): string[] | undefined {
    let declared: string[] | undefined;
    for (const attribute in attributes) {
      const uri = attributes[attribute];
      if (uri === undefined || !attribute.startsWith('xmlns:')) continue;
      const prefix = attribute.slice(6);
      checkQualified(attribute);
      if (uri === '' || prefix === 'xml' || prefix === 'xmlns') throw misuse('a namespace declaration that is not allowed');
      this.#prefixes.set(prefix, (this.#prefixes.get(prefix) ?? 0) + 1);
      declared ??= [];
      declared.push(prefix);
    }
    return declared;
  }

  #forget(declared: readonly string[]): void {
    for (const prefix of declared) this.#prefixes.set(prefix, (this.#prefixes.get(prefix) ?? 1) - 1);
    this.#known.clear();
  }

  #checkName(name: string): void {
    checkQualified(name);
    const colon = name.indexOf(':');
    if (colon !== -1 && !this.#prefixes.get(name.slice(0, colon))) throw misuse('a namespace prefix without a declaration');
    // Names come from code, not from messages, but a bound costs nothing.
    if (this.#known.size < KNOWN_LIMIT) this.#known.add(name);
  }
}

function isDeclaration(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:');
}

function checkQualified(name: string): void {
  if (!NAME.test(name)) throw misuse('not an XML name');
}

function misuse(reason: string): XmlError {
  return new XmlError('not-well-formed', reason, 0, 0);
}
