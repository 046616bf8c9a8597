type Ending = () => void | Promise<void>;

/** What was begun and has to be ended: the last first, each once, whatever becomes of the others. */
export class Endings {
  readonly #stack: Ending[] = [];

  add(ending: Ending): void {
    this.#stack.push(ending);
  }

  /** Resolves when everything has ended; rejects then with the first error. */
  async end(): Promise<void> {
    const errors: unknown[] = [];
    for (let ending = this.#stack.pop(); ending !== undefined; ending = this.#stack.pop()) {
      try {
        await ending();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  /** What `work` adds to its endings ends with the others, or at once when `work` rejects: all is then as it was before. */
  async together<T>(work: (endings: Endings) => Promise<T>): Promise<T> {
    const part = new Endings();
    try {
      const result = await work(part);
      this.add(() => part.end());
      return result;
    } catch (error) {
      // What went wrong first says more than an ending that fails after it.
      await part.end().catch(() => undefined);
      throw error;
    }
  }
}
