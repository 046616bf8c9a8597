import { asStoreError } from '../connection/failure.js';
import { openEngine } from '../connection/open-engine.js';
import { Patience } from '../connection/patience.js';
import type { ThreadData } from '../connection/thread-file.js';
import type { Reply, Request } from './protocol.js';
import type { WriteEngine } from './write-engine.js';
import type { Writer } from './writer.js';

/**
 * A writer without a thread, for a process that does one thing and ends: a thread takes longer to start than most of them take. It holds
 * everything up while it writes.
 */
export class InlineWriter implements Pick<Writer, 'ask' | 'stop' | 'hurry'> {
  private constructor(private readonly engine: WriteEngine) {}

  /** Opens and migrates the database. Throws `StoreError`. */
  static start({ waitMs, ...opening }: Omit<ThreadData, 'hurry'>): InlineWriter {
    try {
      return new InlineWriter(openEngine(opening, new Patience(waitMs)));
    } catch (error) {
      throw asStoreError(error, 'open');
    }
  }

  async ask(request: Request): Promise<Reply> {
    return this.engine.answer(request);
  }

  /** Nobody can say so while it waits. */
  hurry(): void {}

  async stop(): Promise<void> {
    this.engine.answer({ kind: 'close' });
  }
}
