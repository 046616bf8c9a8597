import type { Place } from './place.js';
import type { WholeFigures } from './whole-figures.js';
import type { Figures } from './worker-messages.js';

/** How long workers may take to tell their figures; then what they told last counts. */
const PATIENCE_MS = 1_000;

/** Asks the workers for their figures, and puts them together. What sums is loaded when somebody asks for the first time. */
export class GatheredFigures {
  readonly #awaited = new Set<number>();
  #whole: Promise<WholeFigures> | undefined;
  #gathering: Promise<string | undefined> | undefined;
  #allTold: () => void = () => undefined;

  heard(worker: number, figures: Figures): void {
    void this.#whole?.then((whole) => whole.heard(worker, figures));
    this.#told(worker);
  }

  ended(worker: number): void {
    void this.#whole?.then((whole) => whole.ended(worker));
    this.#told(worker);
  }

  /** The figures of all, as text, made once for those who ask meanwhile. Undefined when that fails. */
  gather(places: readonly Place[]): Promise<string | undefined> {
    this.#gathering ??= this.#gather(places)
      .catch(() => undefined)
      .finally(() => {
        this.#gathering = undefined;
      });
    return this.#gathering;
  }

  async #gather(places: readonly Place[]): Promise<string> {
    this.#whole ??= import('./whole-figures.js').then(({ WholeFigures: Whole }) => new Whole());
    const whole = await this.#whole;
    const asked = places.filter(({ isCounting }) => isCounting);
    for (const { number } of asked) this.#awaited.add(number);
    let late: NodeJS.Timeout | undefined;
    const told = new Promise<void>((resolve) => {
      this.#allTold = resolve;
      late = setTimeout(resolve, PATIENCE_MS);
    });
    for (const place of asked) place.say({ uwlr: 'figures' });
    await told;
    clearTimeout(late);
    this.#awaited.clear();
    return whole.text();
  }

  #told(worker: number): void {
    this.#awaited.delete(worker);
    if (this.#awaited.size === 0) this.#allTold();
  }
}
