import type { Result } from '../../model/result.js';

/** What the results in one message have in common, or may have only once. */
export class MessageRoom {
  #schoolYear: string | undefined;
  readonly #keys = new Set<string>();
  /** Results that were turned away: a later revision of one may not go before it. */
  readonly #turnedAway = new Set<string>();
  /** Per code of a test, whose test it is and which version: a message defines each code once. */
  readonly #tests = new Map<string, string>();

  constructor(private readonly most: number) {}

  /** False: a result with this key has to go in a later message. */
  fits(result: Result, key: string): boolean {
    const test = this.#tests.get(result.activity.code);
    const fits =
      this.#keys.size < this.most &&
      (this.#schoolYear ?? result.schoolYear) === result.schoolYear &&
      !this.#keys.has(key) &&
      !this.#turnedAway.has(key) &&
      (test === undefined || test === testOf(result));
    if (!fits) this.#turnedAway.add(key);
    return fits;
  }

  take(result: Result, key: string): void {
    this.#schoolYear = result.schoolYear;
    this.#keys.add(key);
    this.#tests.set(result.activity.code, testOf(result));
  }

  get schoolYear(): string {
    if (this.#schoolYear === undefined) throw new RangeError('a message without results has no school year');
    return this.#schoolYear;
  }
}

function testOf({ source: { party }, activity: { version = '' } }: Result): string {
  return `${party}\0${version}`;
}
