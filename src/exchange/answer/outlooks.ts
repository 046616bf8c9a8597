import type { Outlook } from './roster-answer.js';

/** Enough for the schools of a region, with a few vendors each: some hundreds of bytes apiece. */
const MOST = 10_000;

/**
 * What could be said of rosters before: a roster that has not changed since can be said again, so only the first vendor of a kind
 * has to wait until everybody was looked at.
 */
export class Outlooks {
  readonly #known = new Map<string, Outlook>();

  get(key: string): Outlook | undefined {
    return this.#known.get(key);
  }

  set(key: string, outlook: Outlook): void {
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(key, outlook);
  }
}
