/** Lets work on one school wait for earlier work on it; other schools do not wait. */
export class SchoolTurns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(school: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(school) ?? Promise.resolve()).then(work, work);
    this.#last.set(school, mine);
    const leave = () => {
      if (this.#last.get(school) === mine) this.#last.delete(school);
    };
    mine.then(leave, leave);
    return mine;
  }
}
