import type { Worker } from 'node:worker_threads';
import { StoreError } from '../../store-error.js';
import { asStoreError } from '../connection/failure.js';
import type { ThreadData } from '../connection/thread-file.js';
import { BatchPacker, type PackedReply, unpackReply } from './packed-batch.js';
import type { Failure, Reply, Request } from './protocol.js';
import { takeThread } from './thread-ahead.js';

/** The near side of a writer thread: a request goes in, its reply comes out, in order. */
export class Writer {
  private readonly waiting: ((reply: Reply) => void)[] = [];
  private readonly exited: Promise<void>;
  private readonly hurrying: Int32Array;
  private readonly packer = new BatchPacker();
  private cause = 'it ended';
  private gone: Failure | undefined;

  /** `thread`: one that waits for its `ThreadData`. Resolves when it has opened and migrated the database. Errors: `StoreError`. */
  static async start(data: Omit<ThreadData, 'hurry'>, thread = takeThread()): Promise<Writer> {
    const writer = new Writer(thread, { ...data, hurry: new Int32Array(new SharedArrayBuffer(4)) });
    const ready = await new Promise<Reply>((resolve) => writer.waiting.push(resolve));
    if (ready.ok) return writer;
    await writer.exited;
    throw new StoreError(ready.code, ready.message);
  }

  private constructor(
    private readonly worker: Worker,
    data: ThreadData & Required<Pick<ThreadData, 'hurry'>>,
  ) {
    this.hurrying = data.hurry;
    this.worker.on('message', (reply: PackedReply) => this.waiting.shift()?.(unpackReply(reply)));
    // Followed by `exit`. Without a listener it would end the process.
    this.worker.on('error', (error) => {
      this.cause = asStoreError(error, 'it failed').message;
    });
    this.exited = new Promise((resolve) => {
      this.worker.once('exit', () => {
        this.gone = { ok: false, code: 'gone', message: `the thread that writes is gone: ${this.cause}` };
        for (const settle of this.waiting.splice(0)) settle(this.gone);
        resolve();
      });
    });
    this.worker.postMessage(data);
  }

  /** Never rejects: a thread that is gone answers every request with a failure, also those under way. */
  ask(request: Request): Promise<Reply> {
    if (this.gone) return Promise.resolve(this.gone);
    try {
      this.worker.postMessage(request.kind === 'batch' ? this.packer.pack(request.operations) : request);
    } catch {
      this.packer.forget();
      return Promise.resolve({ ok: false, code: 'failed', message: `${request.kind}: holds something that cannot cross to a thread` });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** It no longer waits for the lock of another process. */
  hurry(): void {
    Atomics.store(this.hurrying, 0, 1);
  }

  /** Asks the thread to close the database, and waits until it is gone. */
  async stop(): Promise<void> {
    await this.ask({ kind: 'close' });
    await this.exited;
  }
}
