import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AttemptEnded, DeliveriesEnded } from '../delivery/delivery-observer.js';
import type { TargetStatus } from '../store/outbox-store.js';

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 7200, 43_200, 259_200];

/** So many milliseconds one look at the outbox serves all who ask: it counts what waits. */
const FRESH_MS = 5_000;

/** Reads how it stands with each target. */
export type StatusSource = (at: string) => Promise<readonly TargetStatus[]>;

/** Figures of results that go on to others. Labels are ids of targets, which operators give, and words of fixed lists. */
export class DeliveryMetrics {
  readonly #attempts;
  readonly #ended;
  readonly #seconds;
  #source: StatusSource | undefined;
  #read: { readonly at: number; readonly status: Promise<readonly TargetStatus[]> } | undefined;

  constructor(registry: Registry) {
    const registers = [registry];
    const standing = () => this.#standing();
    this.#attempts = new Counter({
      name: 'uwlr_delivery_attempts_total',
      help: 'Messages sent to a target, by outcome',
      labelNames: ['target', 'outcome'] as const,
      registers,
    });
    this.#ended = new Counter({
      name: 'uwlr_deliveries_total',
      help: 'Results delivered to a target (delivered) or given up, by reason',
      labelNames: ['target', 'outcome'] as const,
      registers,
    });
    this.#seconds = new Histogram({
      name: 'uwlr_delivery_seconds',
      help: 'Time from storage of a result to its confirmed delivery',
      labelNames: ['target'] as const,
      buckets: SECONDS,
      registers,
    });
    // Of the store, so that several processes say the same.
    const aggregator = 'max';
    new Gauge({
      name: 'uwlr_deliveries',
      help: 'Stored deliveries, by target and state',
      labelNames: ['target', 'state'] as const,
      aggregator,
      registers,
      async collect() {
        this.reset();
        for (const { target, counts } of await standing())
          for (const [state, count] of Object.entries(counts)) this.set({ target, state }, count);
      },
    });
    new Gauge({
      name: 'uwlr_delivery_oldest_waiting_seconds',
      help: 'Age of the oldest unfinished delivery; 0 when there is none',
      labelNames: ['target'] as const,
      aggregator,
      registers,
      async collect() {
        this.reset();
        for (const { target, oldestWaiting } of await standing()) {
          const age = oldestWaiting === undefined ? 0 : Math.max(0, Date.now() - Date.parse(oldestWaiting)) / 1000;
          this.set({ target }, age);
        }
      },
    });
  }

  /** Where the figures come from that are read when they are asked for. */
  readFrom(source: StatusSource): void {
    this.#source = source;
  }

  attemptEnded({ batch: { target }, attempt: { outcome } }: AttemptEnded): void {
    this.#attempts.inc({ target, outcome });
  }

  deliveriesEnded({ target, counts, secondsUnderWay }: DeliveriesEnded): void {
    for (const [outcome, count] of counts) this.#ended.inc({ target, outcome }, count);
    for (const seconds of secondsUnderWay) this.#seconds.observe({ target }, seconds);
  }

  /** Of a store that does not answer nothing is told: the other figures are not held up by it. */
  async #standing(): Promise<readonly TargetStatus[]> {
    const now = Date.now();
    if (this.#read === undefined || Math.abs(now - this.#read.at) >= FRESH_MS) {
      const status = this.#source?.(new Date(now).toISOString()) ?? Promise.resolve([]);
      this.#read = { at: now, status: status.catch(() => []) };
    }
    return this.#read.status;
  }
}
