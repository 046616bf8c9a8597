/** Texts of an element that were new before it gets a table: small messages do without. */
const ENOUGH = 256;
/** A power of two. */
const SLOTS = 256;

/**
 * The texts that each element was given lately, as they were accepted. Codes, dates and scores repeat all through a message: each is checked
 * once then, and in memory once. Elements go by number.
 */
export class KnownTexts {
  readonly #last: (string | undefined)[] = [];
  readonly #counts: number[] = [];
  readonly #tables: (string | undefined)[][] = [];

  /** The same text, when it is known. */
  find(element: number, text: string): string | undefined {
    const last = this.#last[element];
    if (last === text) return last;
    const known = this.#tables[element]?.[slotOf(text)];
    return known === text ? known : undefined;
  }

  add(element: number, accepted: string): void {
    this.#last[element] = accepted;
    const table = this.#tables[element];
    if (table !== undefined) {
      table[slotOf(accepted)] = accepted;
      return;
    }
    const count = (this.#counts[element] ?? 0) + 1;
    this.#counts[element] = count;
    if (count === ENOUGH) this.#tables[element] = new Array<undefined>(SLOTS).fill(undefined);
  }
}

/** By its length and its last characters: those differ where texts are numbered. Of two with one place the last one has it. */
function slotOf(text: string): number {
  const { length } = text;
  if (length < 2) return length === 0 ? 0 : text.charCodeAt(0) & (SLOTS - 1);
  return (text.charCodeAt(length - 1) + text.charCodeAt(length - 2) * 37 + length * 101) & (SLOTS - 1);
}
