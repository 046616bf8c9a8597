import { setTimeout as wait } from 'node:timers/promises';
import type { CountStore, CountsShared, CountsTold } from '../../store/count-store.js';
import type { Failures, Rate } from './counts.js';
import { Elsewhere } from './elsewhere.js';
import type { Guard, Shared } from './guard.js';

/** How often others are told, and asked, in ms. */
const EVERY_MS = 500;
/** The same while the database does not answer. */
const TROUBLE_MS = 5_000;
const FORGET_MS = 60_000;
/** Keys of each kind that are told at a time; others wait. So strangers with many addresses decide how much is remembered here, and not how much is written. */
const MOST_TOLD = 500;

export interface ShareOptions {
  readonly store: CountStore;
  readonly guard: Guard;
  /** A keyed hash, as text: addresses and klantcodes are not written as they are. */
  readonly hash: (text: string) => string;
  /** Told once when others cannot be told, and this node goes on by itself; and once when they can again. */
  readonly alone?: (error: unknown) => void;
  readonly again?: () => void;
  /** Milliseconds that never go back; as that of the guard. */
  readonly now?: () => number;
}

/** One key that was gathered, and what is told of it. */
interface Gathered<Counter, Value> {
  readonly counter: Counter;
  readonly key: string;
  readonly value: Value;
}

type Gathers<Counter, Value> = ReadonlyMap<string, Gathered<Counter, Value>>;
type Untold = Parameters<Failures['learn']>[2];

/**
 * Counts with other nodes: tells them now and then what the guard counted, and the guard what all counted together. Nothing waits for it. A
 * caller who goes from node to node gets what is allowed to one, but for what each of them lets through until it hears of the others. While the
 * others cannot be told the guard counts by itself.
 */
export class CountSharer {
  readonly #shared: Shared;
  readonly #elsewhere: Elsewhere;
  readonly #stop = new AbortController();
  #since = 0;
  #running: Promise<void> | undefined;
  #isAlone = false;
  #forgotten: number;

  constructor(private readonly options: ShareOptions) {
    this.#elsewhere = new Elsewhere((name, key) => this.#hashOf(name, key), this.#now);
    this.#shared = options.guard.share((name) => this.#elsewhere.of(name));
    this.#forgotten = this.#now();
  }

  start(): this {
    this.#running ??= this.#run();
    return this;
  }

  /** Tells what is left to tell. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    if (!this.#isAlone) await this.turn();
  }

  /** Tells and asks once. Never rejects. */
  async turn(): Promise<void> {
    const spent = this.#gather<Rate, number>(this.#shared.rates);
    const failed = this.#gather<Failures, Untold>(this.#shared.failures);
    try {
      this.#learn(await this.options.store.tellCounts(this.#told(spent, failed)), spent, failed);
    } catch (error) {
      for (const { counter, key, value } of failed.values()) counter.giveBack(key, value);
      for (const rate of this.#shared.rates.values()) rate.dropUntold();
      this.#troubled(error);
      return;
    }
    if (this.#isAlone) this.options.again?.();
    this.#isAlone = false;
    await this.#forget();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.turn();
      await wait(this.#isAlone ? TROUBLE_MS : EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #told(spent: Gathers<Rate, number>, failed: Gathers<Failures, Untold>): CountsTold {
    return {
      since: this.#since,
      spent: Array.from(spent, ([key, { counter, value }]) => ({ key, count: value, perMinute: counter.perMinute })),
      failed: Array.from(failed, ([key, { counter, value }]) => {
        return { key, count: value.count, most: counter.most, windowMs: counter.windowMs };
      }),
    };
  }

  #learn({ left, failures, locked, mark }: CountsShared, spent: Gathers<Rate, number>, failed: Gathers<Failures, Untold>): void {
    for (const [hash, one] of left) {
      const { counter, key } = spent.get(hash)!;
      counter.learn(key, one);
    }
    for (const [hash, standing] of failures) {
      const { counter, key, value } = failed.get(hash)!;
      counter.learn(key, standing, value);
    }
    this.#elsewhere.learn(locked);
    this.#since = mark;
  }

  async #forget(): Promise<void> {
    if (this.#now() - this.#forgotten < FORGET_MS) return;
    this.#forgotten = this.#now();
    await this.options.store.forgetCounts().catch((error: unknown) => this.#troubled(error));
  }

  #troubled(error: unknown): void {
    if (!this.#isAlone) this.options.alone?.(error);
    this.#isAlone = true;
  }

  #gather<Counter extends { gather(most: number): readonly (readonly [string, Value])[] }, Value>(
    counters: ReadonlyMap<string, Counter>,
  ): Gathers<Counter, Value> {
    const gathered = new Map<string, Gathered<Counter, Value>>();
    for (const [name, counter] of counters) {
      for (const [key, value] of counter.gather(MOST_TOLD)) gathered.set(this.#hashOf(name, key), { counter, key, value });
    }
    return gathered;
  }

  #hashOf(name: string, key: string): string {
    return this.options.hash(`${name}\n${key}`);
  }

  get #now(): () => number {
    return this.options.now ?? (() => performance.now());
  }
}
