import { StoreError, type StoreErrorCode } from '../store/store-error.js';

/** How long until what could not be done is tried again. */
const AGAIN_MS = 2_000;

/** Of a database in a file: a full disk, or another process that keeps it locked. */
export const PASSES_HERE: readonly StoreErrorCode[] = ['full', 'busy'];
/** Of a server: also one that does not answer yet, or that only follows another one for now. */
export const PASSES_AT_SERVER: readonly StoreErrorCode[] = [...PASSES_HERE, 'gone', 'io'];

/** Work of a start that trouble can keep from being done which passes by itself: then it is tried again until it goes well. */
export class UntilItWorks {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #reason: string | undefined;

  constructor(
    private readonly work: () => Promise<void>,
    /** Told of a try that failed, unless the one before failed in the same way. */
    private readonly failed: (error: unknown) => void,
    private readonly passing: readonly StoreErrorCode[],
  ) {}

  /** Resolves when the work was tried once. Throws what no waiting helps against. */
  async start(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      if (!(error instanceof StoreError && this.passing.includes(error.code))) throw error;
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
