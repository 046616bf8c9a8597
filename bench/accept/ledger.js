/** What the load generators say that a gateway confirmed, to hold against what it stored. */
export class Ledger {
  #moments;
  #messages = 0;
  #results = 0;

  constructor(schools) {
    this.#moments = new Map(schools.map((school) => [school, []]));
  }

  add({ confirmed, results }) {
    for (const [index, moments] of [...this.#moments.values()].entries()) {
      for (const moment of confirmed[index] ?? []) moments.push(moment);
      this.#messages += confirmed[index]?.length ?? 0;
      this.#results += (confirmed[index]?.length ?? 0) * results;
    }
  }

  /** The row, after `storedIn`. */
  compare(stored, size) {
    let missing = 0;
    for (const [school, moments] of this.#moments) missing += moments.filter((moment) => !stored.moments.get(school).has(moment)).length;
    const complete = missing === 0 && stored.results >= this.#results;
    return {
      what: `confirmed messages that are not in the store, ${size}`,
      value: missing,
      reach: { exactly: 0 },
      met: complete,
      unit: `of ${this.#messages} messages with ${this.#results} results (${stored.results} stored)`,
    };
  }
}
