import { StoreError } from '../store/store-error.js';

/** How long until what could not be done is tried again. */
const AGAIN_MS = 2_000;

/**
 * Work of a start that a full disk, or another process that keeps the database locked, can keep from being done: then it is tried again
 * until it goes well.
 */
export class UntilItWorks {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #reason: string | undefined;

  constructor(
    private readonly work: () => Promise<void>,
    /** Told of a try that failed, unless the one before failed in the same way. */
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Resolves when the work was tried once. Throws what no waiting helps against. */
  async start(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      if (!passesByItself(error)) throw error;
      this.#later(error);
    }
  }

  /** Nothing is tried any more; resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #later(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'unknown';
    if (reason !== this.#reason) this.failed(error);
    this.#reason = reason;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.work().catch((again: unknown) => this.#later(again));
    }, AGAIN_MS);
  }
}

function passesByItself(error: unknown): boolean {
  return error instanceof StoreError && (error.code === 'full' || error.code === 'busy');
}
