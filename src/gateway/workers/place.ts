import type { Worker } from 'node:cluster';
import { type FromWorker, isOurs, type ToWorker } from './worker-messages.js';

export interface PlaceEvents {
  hear(message: FromWorker): void;
  /** With which code it ended, or by which signal. */
  ended(last: number | string): void;
}

/** The place of a worker: the process that holds it, or the gap that one left. */
export class Place {
  worker: Worker | undefined;
  /** It tells its figures when it is asked. */
  isCounting = false;
  isReady = false;
  isBegun = false;
  startedAt = 0;
  /** How many workers in a row ended soon after their start. */
  quickEnds = 0;
  /** Until the next one is started. */
  timer: NodeJS.Timeout | undefined;
  /** Resolves when nobody holds the place. */
  ended: Promise<void> = Promise.resolve();

  /** `number`: from 1. */
  constructor(readonly number: number) {}

  begin(worker: Worker, { hear, ended }: PlaceEvents): void {
    this.worker = worker;
    this.isBegun = true;
    this.startedAt = Date.now();
    this.ended = new Promise((resolve) => {
      const end = (last: number | string) => {
        if (this.worker !== worker) return;
        this.worker = undefined;
        this.isCounting = false;
        this.isReady = false;
        ended(last);
        resolve();
      };
      worker.on('message', (message) => {
        if (isOurs<FromWorker>(message)) hear(message);
      });
      worker.on('exit', (code, signal) => end(signal ?? code));
      // It could not be started, or not be told something.
      worker.on('error', () => {
        if (worker.process.pid === undefined) end('SIGKILL');
      });
    });
  }

  say(message: ToWorker): void {
    if (this.worker?.isConnected()) this.worker.send(message, () => undefined);
  }
}
