import type { Random } from './random.js';

const PREFIXES = ['a', 'lr', 'ns1', 'x-1', '_', 'q.r', 'één', 'oso', 'td', 'aut'];
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Which prefix means what at an element that is being written, and what the element itself declares. */
export class Prefixes {
  readonly declared = new Map<string, string>();
  #inForce: ReadonlyMap<string, string>;
  /** What is in use on this element can no longer be declared to mean something else there. */
  readonly #fixed = new Set<string>();

  private constructor(
    private readonly random: Random,
    private readonly byDefault: number,
    outer: ReadonlyMap<string, string>,
  ) {
    this.#inForce = outer;
  }

  /** At the top. `byDefault` is the share of namespaces that are declared as the default one. */
  static atTop(random: Random, byDefault: number): Prefixes {
    return new Prefixes(random, byDefault, new Map([['', '']]));
  }

  within(): Prefixes {
    return new Prefixes(this.random, this.byDefault, this.#inForce);
  }

  /** A qualified name that stands for this one here; an attribute's is prefixed or in no namespace. */
  name(uri: string, local: string, isAttribute: boolean): string {
    if (uri === XML) return `xml:${local}`;
    if (uri === '') return isAttribute || this.#fixed.has('') ? local : this.#use('', '', local);
    const known: string[] = [];
    for (const [prefix, bound] of this.#inForce) if (bound === uri && !(isAttribute && prefix === '')) known.push(prefix);
    if (known.length > 0 && this.random.chance(0.93)) return this.#use(this.random.pick(known), uri, local);
    if (!isAttribute && !this.#fixed.has('') && this.random.chance(this.byDefault)) return this.#use('', uri, local);
    return this.#use(this.random.pick(PREFIXES.filter((prefix) => !this.#fixed.has(prefix))), uri, local);
  }

  #use(prefix: string, uri: string, local: string): string {
    this.#fixed.add(prefix);
    if (this.#inForce.get(prefix) !== uri) {
      this.declared.set(prefix, uri);
      this.#inForce = new Map(this.#inForce).set(prefix, uri);
    }
    return prefix === '' ? local : `${prefix}:${local}`;
  }
}
