import { EXIT } from '../terminal/exit-code.js';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** Ends a run after the test that is under way at the first signal, so that what was done is kept; at the second at once. */
export class Interruption {
  readonly #controller = new AbortController();

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    for (const name of SIGNALS) process.off(name, this.#onSignal);
  }

  readonly #onSignal = (): void => {
    if (this.signal.aborted) process.exit(EXIT.failed);
    this.#controller.abort();
  };
}
