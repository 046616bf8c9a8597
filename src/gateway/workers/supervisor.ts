import cluster from 'node:cluster';
import type { Log } from '../../telemetry/log.js';
import { ConnectionsUnderWay } from './connections-under-way.js';
import { GatheredFigures } from './gathered-figures.js';
import { Place } from './place.js';
import { type FromWorker, NUMBER_OF_WORKER } from './worker-messages.js';

/** A worker that ends within this counts against its place. */
const QUICK_MS = 60_000;
/** So many of these in a row, and the gateway ends. */
const MOST_QUICK_ENDS = 8;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface SupervisorOptions {
  readonly workers: number;
  /** How long workers may take to stop; then they are killed. */
  readonly stopMs: number;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Until a worker that ended is started again, the first time, in ms; each time it doubles. */
  readonly pauseMs?: number;
}

/** Where the workers listen. */
export interface Serving {
  readonly url: string;
  readonly port: number;
}

/** Why the gateway cannot go on. */
export interface GaveUp {
  readonly worker: number;
  /** How often in a row it ended. */
  readonly times: number;
  /** With which code, or by which signal. */
  readonly last: number | string;
  /** No worker was ready yet: that one has said why. */
  readonly isAtStart: boolean;
}

/**
 * Keeps so many workers running, each a process that runs the same program (`node:cluster`). They listen on one port. The first one is started
 * alone, so that it finds what is wrong with settings and store, and brings the database up to date; then one after the other. One that ends
 * is started again, after a pause that grows.
 */
export class Supervisor {
  /** Resolves when all workers serve. */
  readonly ready: Promise<Serving>;
  /** Resolves when a worker ends again and again: then the gateway has to stop. */
  readonly gaveUp: Promise<GaveUp>;
  readonly #places: readonly Place[];
  readonly #figures = new GatheredFigures();
  readonly #connections = new ConnectionsUnderWay();
  #isStopping = false;
  #hasServed = false;
  #becomeReady: (serving: Serving) => void = () => undefined;
  #giveUp: (why: GaveUp) => void = () => undefined;

  constructor(private readonly options: SupervisorOptions) {
    this.#places = Array.from({ length: options.workers }, (_, index) => new Place(index + 1));
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    this.gaveUp = new Promise((resolve) => {
      this.#giveUp = resolve;
    });
  }

  start(): this {
    cluster.setupPrimary({ serialization: 'advanced' });
    this.#startNext();
    return this;
  }

  /** The workers look at the files of TLS. */
  renewCertificates(): void {
    for (const place of this.#places) place.say({ uwlr: 'renew' });
  }

  /** Resolves when all workers have stopped, each in good order, or were killed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const place of this.#places) {
      clearTimeout(place.timer);
      place.say({ uwlr: 'stop' });
    }
    const late = setTimeout(() => this.kill(), this.options.stopMs);
    await Promise.all(this.#places.map(({ ended }) => ended));
    clearTimeout(late);
  }

  /** Ends all workers at once. */
  kill(): void {
    this.#isStopping = true;
    for (const { worker } of this.#places) worker?.process.kill('SIGKILL');
  }

  #startNext(): void {
    const next = this.#places.find(({ isBegun }) => !isBegun);
    if (next !== undefined) this.#start(next);
  }

  #start(place: Place): void {
    if (this.#isStopping) return;
    const worker = cluster.fork({ [NUMBER_OF_WORKER]: String(place.number) });
    this.#connections.watch(worker);
    place.begin(worker, {
      hear: (message) => this.#hear(place, message),
      ended: (last) => {
        this.#connections.ended(worker);
        this.#ended(place, last);
      },
    });
    this.options.log.info('worker started', { worker: place.number, pid: worker.process.pid });
  }

  #hear(place: Place, message: FromWorker): void {
    switch (message.uwlr) {
      case 'counts':
        place.isCounting = true;
        return;
      case 'figures':
        this.#figures.heard(place.number, message.figures);
        return;
      case 'page':
        void this.#figures.gather(this.#places).then((text) => place.say({ uwlr: 'page', text }));
        return;
      case 'ready':
        place.isReady = true;
        this.#hasServed = true;
        this.#startNext();
        if (this.#places.every(({ isReady }) => isReady)) this.#becomeReady({ url: message.url, port: message.port });
    }
  }

  #ended(place: Place, last: number | string): void {
    this.#figures.ended(place.number);
    if (this.#isStopping) return;
    place.quickEnds = Date.now() - place.startedAt < QUICK_MS ? place.quickEnds + 1 : 0;
    const facts = typeof last === 'number' ? { status: last } : { signal: last };
    this.options.log.warn('worker ended', { worker: place.number, ...facts });
    if (!this.#hasServed || place.quickEnds >= MOST_QUICK_ENDS) {
      this.#giveUp({ worker: place.number, times: Math.max(1, place.quickEnds), last, isAtStart: !this.#hasServed });
      return;
    }
    const { pauseMs = FIRST_PAUSE_MS } = this.options;
    const pause = Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** Math.max(0, place.quickEnds - 1));
    place.timer = setTimeout(() => this.#start(place), pause);
  }
}
