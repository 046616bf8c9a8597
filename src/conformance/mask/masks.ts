import { isStandardName } from './standard-names.js';

/** Names whose values are the same thing wherever they stand: the key of a pupil is its leerlingid in results. */
const KEYS: ReadonlySet<string> = new Set(['key', 'eckid', 'leerlingid', 'resultaatverwerkerid']);
const LONG_ENOUGH = 4;
/** Most different values that are told apart. */
const MOST = 200_000;

/** Gives each value of a report a mark in its place, the same one each time: `[key 1]`, `[achternaam 12]`. */
export class Masks {
  readonly #marks = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #values = new Set<string>();

  /** `alike`: which values are equal may be seen of every name, not of keys and names alone. */
  constructor(private readonly alike = true) {}

  /** `name`: of the element or attribute that has it. */
  mark(name: string, value: string): string {
    const kind = KEYS.has(name) ? 'key' : name;
    const mark = this.#numbered(kind, value);
    // Of few values, such as the sexes, equal marks would tell each; of names, who are siblings.
    return this.alike || kind === 'key' || kind === 'name' ? mark : `[${kind}]`;
  }

  #numbered(kind: string, value: string): string {
    const known = this.#marks.get(`${kind}\0${value}`);
    if (known !== undefined) return known;
    if (this.#marks.size >= MOST) return `[${kind}]`;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    const mark = `[${kind} ${number}]`;
    this.#counts.set(kind, number);
    this.#marks.set(`${kind}\0${value}`, mark);
    if (value.length >= LONG_ENOUGH && !isStandardName(value)) this.#values.add(value);
    return mark;
  }

  /** Whether this very value was masked somewhere. */
  knows(value: string): boolean {
    return this.#values.has(value);
  }

  /** A text of the suite, without any word or quoted text that was masked somewhere. */
  without(text: string): string {
    return text
      .replace(/'([^']{4,300})'|"([^"]{4,300})"/g, (quoted, single?: string, double?: string) =>
        this.knows(single ?? double ?? '') ? '[masked]' : quoted,
      )
      .replace(/[\p{L}\p{N}@._-]{4,}/gu, (word) => (this.knows(word) ? '[masked]' : word));
  }
}

/** Names of keys, whose values are masked whoever wrote them. */
export function isKey(name: string): boolean {
  return KEYS.has(name);
}
