import { AggregatorRegistry, type MetricObject, type Registry } from 'prom-client';
import type { Figures } from './worker-messages.js';

/** Figures that only grow. */
const GROWING: ReadonlySet<unknown> = new Set(['counter', 'histogram']);

/**
 * The figures of all workers together. What a worker counted stays after its end, as far as it told: sums that fell would look like a restart of
 * all of them.
 */
export class WholeFigures {
  readonly #last = new Map<number, Figures>();
  #ended: Promise<Figures> = Promise.resolve([]);

  /** What a worker, by its number, tells now. */
  heard(worker: number, figures: Figures): void {
    this.#last.set(worker, figures);
  }

  /** The process of this number is no more: the next one begins at zero. */
  ended(worker: number): void {
    const last = this.#last.get(worker) ?? [];
    this.#last.delete(worker);
    const grown = last.filter((figure) => GROWING.has((figure as { readonly type?: unknown }).type));
    this.#ended = this.#ended.then((before) => sum([before, grown]).getMetricsAsJSON());
  }

  /** As Prometheus reads it. */
  async text(): Promise<string> {
    const before = await this.#ended;
    return sum([before, ...this.#last.values()]).metrics();
  }
}

function sum(all: readonly Figures[]): Registry {
  // Its types say less than it takes.
  return AggregatorRegistry.aggregate(all as unknown as MetricObject[]);
}
