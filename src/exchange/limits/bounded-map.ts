/** A map that forgets what was longest not written when it would hold more than `most`: callers decide how many keys there are. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.most) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Takes out at most `most` entries, what was longest not written first. */
  take(most: number): readonly (readonly [string, Value])[] {
    const taken: (readonly [string, Value])[] = [];
    for (const entry of this.#entries) {
      if (taken.length >= most) break;
      taken.push(entry);
      this.#entries.delete(entry[0]);
    }
    return taken;
  }

  /** Takes out what was longest not written, for as long as it `goes`. */
  dropWhile(goes: (value: Value) => boolean): void {
    for (const [key, value] of this.#entries) {
      if (!goes(value)) return;
      this.#entries.delete(key);
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
