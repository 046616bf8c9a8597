/** Tells of something that may happen a thousand times a second, with how often it did: at once, and then once a minute at most. */
export class Seldom {
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly tell: (count: number) => void,
    private readonly ms = 60_000,
  ) {}

  happened(): void {
    this.#count += 1;
    const now = performance.now();
    if (now - this.#last < this.ms) return;
    this.#last = now;
    this.tell(this.#count);
    this.#count = 0;
  }
}
