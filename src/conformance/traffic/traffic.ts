import type { Exchange } from './exchange.js';

/** The exchanges of a run, whole, in memory. What leaves is masked first: see `mask.ts`. */
export class Traffic {
  readonly #exchanges: Exchange[] = [];

  readonly add = (exchange: Exchange): void => {
    this.#exchanges.push(exchange);
  };

  get count(): number {
    return this.#exchanges.length;
  }

  since(count: number): readonly Exchange[] {
    return this.#exchanges.slice(count);
  }

  get all(): readonly Exchange[] {
    return this.#exchanges;
  }
}
