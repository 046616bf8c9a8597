import cluster from 'node:cluster';
import type { Metrics } from '../../telemetry/metrics.js';
import { type FromWorker, isOurs, NUMBER_OF_WORKER, type ToWorker } from './worker-messages.js';

/** What a worker has of the process that started it. */
export class WorkerLink {
  /** Resolves when the worker has to stop: it was told so, or nobody supervises it any more. */
  readonly stop: Promise<void>;
  #metrics: Pick<Metrics, 'figures'> | undefined;
  #waiting: ((text: string | undefined) => void)[] = [];
  #renew: () => void = () => undefined;

  private constructor(
    /** From 1; the same for a worker that takes the place of another. */
    readonly number: number,
  ) {
    this.stop = new Promise((resolve) => {
      // The supervisor is no more. Without this, Node would end the worker in the middle of its messages.
      cluster.worker?.once('disconnect', () => {
        this.#leave();
        resolve();
      });
      process.on('message', (message) => {
        if (!isOurs<ToWorker>(message)) return;
        if (message.uwlr === 'stop') resolve();
        else this.#hear(message);
      });
    });
  }

  /** Undefined: this process was started by an operator, and no worker. */
  static ofThisProcess(): WorkerLink | undefined {
    const number = Number(process.env[NUMBER_OF_WORKER]);
    return cluster.isWorker && number >= 1 ? new WorkerLink(number) : undefined;
  }

  /** The figures of this process count from now on, and its page is that of all workers. */
  count(metrics: Pick<Metrics, 'figures' | 'pageOf'>): void {
    this.#metrics = metrics;
    metrics.pageOf(() => this.#page());
    this.#say({ uwlr: 'counts' });
  }

  /** `renew`: looks at the files of TLS. */
  ready(serving: { readonly url: string; readonly port: number; renewCertificates(): void }): void {
    this.#renew = () => serving.renewCertificates();
    this.#say({ uwlr: 'ready', url: serving.url, port: serving.port });
  }

  /** Nothing keeps this process any more but what it has to do. */
  end(): void {
    this.#leave();
    if (process.connected) process.disconnect();
  }

  #hear(message: Exclude<ToWorker, { readonly uwlr: 'stop' }>): void {
    switch (message.uwlr) {
      case 'renew':
        this.#renew();
        return;
      case 'figures':
        void this.#metrics?.figures().then((figures) => this.#say({ uwlr: 'figures', figures }));
        return;
      case 'page':
        for (const resolve of this.#waiting.splice(0)) resolve(message.text);
        return;
    }
  }

  async #page(): Promise<string> {
    const text = await new Promise<string | undefined>((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#say({ uwlr: 'page' });
    });
    if (text === undefined) throw new Error('the figures of the workers cannot be had');
    return text;
  }

  /** To a supervisor that is no more nothing can be said, and nothing need be. */
  #say(message: FromWorker): void {
    if (process.connected) process.send?.(message, undefined, {}, () => undefined);
    else for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }

  #leave(): void {
    if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}
