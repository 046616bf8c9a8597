/** Numbers that look random and are the same in every run (mulberry32), so that two runs measure the same bytes. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed;
  }

  /** A whole number from 0, below `bound`. */
  below(bound) {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  hex(length) {
    let digits = '';
    while (digits.length < length) digits += this.below(0x10000).toString(16).padStart(4, '0');
    return digits.slice(0, length);
  }
}
