import { XmlError } from './xml-error.js';

/** Attributes and namespace declarations (`xmlns`, `xmlns:p`) by qualified name; those that are undefined are left out. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

const START = 'A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const NC_NAME = `[${START}][${START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`;
const NAME = new RegExp(`^(?:${NC_NAME}:)?${NC_NAME}$`, 'u');

/** Names found right before. They come from code, not from messages, but a bound costs nothing. */
const known = new Set<string>();
const KNOWN_LIMIT = 10_000;

/** What a writer has to know of the elements that are open: their names, and the prefixes they declare. */
export class WriterScope {
  readonly #open: string[] = [];
  /** How many open elements declare a prefix. */
  readonly #prefixes = new Map<string, number>([['xml', 1]]);
  readonly #declared: (readonly string[] | undefined)[] = [];
  #done = false;

  get depth(): number {
    return this.#open.length;
  }

  enter(name: string, attributes: XmlAttributes | undefined): void {
    if (this.#done) throw misuse('a second root element');
    this.#declared.push(attributes === undefined ? undefined : this.#declare(attributes));
    this.#checkName(name);
    for (const attribute in attributes) if (!isDeclaration(attribute)) this.#checkName(attribute);
    this.#open.push(name);
  }

  /** Leaves the innermost element and gives its name. */
  leave(): string {
    const name = this.#open.pop();
    if (name === undefined) throw misuse('no element is open');
    for (const prefix of this.#declared.pop() ?? []) this.#prefixes.set(prefix, (this.#prefixes.get(prefix) ?? 1) - 1);
    this.#done = this.#open.length === 0;
    return name;
  }

  checkComplete(): void {
    if (!this.#done) throw misuse('the document is not complete');
  }

  #declare(attributes: XmlAttributes): string[] | undefined {
    let declared: string[] | undefined;
    for (const attribute in attributes) {
      const uri = attributes[attribute];
      if (uri === undefined || !isDeclaration(attribute) || attribute === 'xmlns') continue;
      const prefix = attribute.slice(6);
      checkQualified(attribute);
      if (uri === '' || prefix === 'xml' || prefix === 'xmlns') throw misuse('a namespace declaration that is not allowed');
      this.#prefixes.set(prefix, (this.#prefixes.get(prefix) ?? 0) + 1);
      declared ??= [];
      declared.push(prefix);
    }
    return declared;
  }

  #checkName(name: string): void {
    checkQualified(name);
    const colon = name.indexOf(':');
    if (colon !== -1 && !this.#prefixes.get(name.slice(0, colon))) throw misuse('a namespace prefix without a declaration');
  }
}

function isDeclaration(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:');
}

function checkQualified(name: string): void {
  if (known.has(name)) return;
  if (!NAME.test(name)) throw misuse('not an XML name');
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.add(name);
}

function misuse(reason: string): XmlError {
  return new XmlError('not-well-formed', reason, 0, 0);
}
