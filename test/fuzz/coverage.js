import { Session } from 'node:inspector';

const OURS = /\/dist\//;

/** Tells whether an input reached a block of our own code that none before it did (V8's precise block coverage). */
export class Coverage {
  #session = new Session();
  #seen = new Set();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  get blocks() {
    return this.#seen.size;
  }

  /** Since the last call. */
  isNew() {
    const before = this.#seen.size;
    for (const { url, functions } of this.#post('Profiler.takePreciseCoverage').result) {
      if (!OURS.test(url)) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count > 0) this.#seen.add(`${url}:${startOffset}:${endOffset}`);
        }
      }
    }
    return this.#seen.size > before;
  }

  /** Answers of the profiler come before `post` returns. */
  #post(method, parameters) {
    let answer;
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw new Error(error.message);
      answer = result;
    });
    return answer;
  }
}
