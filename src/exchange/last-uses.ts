import type { LastUse, UseKind } from '../store/last-use.js';

const HOUR_MS = 3_600_000;
/** Uses are gathered for this long, so that many keys cost one write, and none costs a message any time. */
const GATHER_MS = 1_000;
/** Keys that are remembered as written; beyond that some are written once more than they need be. */
const MOST_REMEMBERED = 100_000;

export interface LastUsesOptions {
  readonly write: (uses: readonly LastUse[]) => Promise<void>;
  readonly onError?: (error: unknown) => void;
  readonly now?: () => number;
}

/**
 * When keys and tokens were last used, to the hour: of each one at most one write an hour, made beside the messages and never before an
 * answer. What is lost in a crash is at most the last second.
 */
export class LastUses {
  readonly #written = new Map<string, number>();
  #waiting = new Map<string, LastUse>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: LastUsesOptions) {}

  /** `id`: of a key, a token or a client key. Returns at once. */
  used(kind: UseKind, id: string): void {
    const hour = Math.floor((this.options.now?.() ?? Date.now()) / HOUR_MS);
    const name = `${kind} ${id}`;
    if (this.#written.get(name) === hour) return;
    if (this.#written.size >= MOST_REMEMBERED) this.#written.clear();
    this.#written.set(name, hour);
    this.#waiting.set(name, { kind, id, at: new Date(hour * HOUR_MS).toISOString() });
    this.#timer ??= setTimeout(() => void this.end(), GATHER_MS).unref();
  }

  /** Writes what has been gathered; resolves once it is. */
  end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uses = [...this.#waiting.values()];
    this.#waiting = new Map();
    if (uses.length > 0) {
      this.#writing = this.#writing.then(() => this.options.write(uses)).catch((error: unknown) => this.options.onError?.(error));
    }
    return this.#writing;
  }
}
