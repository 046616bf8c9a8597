import { systemCode } from '../../files/system-code.js';

/** How long one try waits for the lock; SQLite looks for it ever less often within that. */
export const LOCK_TRY_MS = 250;
/** For a command: longer than a big message takes to store. */
export const COMMAND_WAIT_MS = 30_000;
/** For a gateway: somebody waits for the answer. With the turn of others before it and the record of its refusal, a message waits ten seconds at most. */
export const SERVING_WAIT_MS = 7_000;

/**
 * How long a writer waits for another process that keeps the database locked. Who waited in vain is followed by others who do not wait
 * as long again: until a try goes well, each gets one.
 */
export class Patience {
  private inVain = false;

  /** `hurry`: 1 in its first place ends all waiting, from another thread too. */
  constructor(
    private readonly waitMs = COMMAND_WAIT_MS,
    private readonly hurry?: Int32Array,
  ) {}

  /** Runs `lock` until it no longer says that the database is busy, or it took too long. Throws SQLite's errors. */
  lock(lock: () => unknown): void {
    const deadline = performance.now() + (this.inVain ? 0 : this.waitMs);
    for (;;) {
      try {
        lock();
        this.inVain = false;
        return;
      } catch (error) {
        if (!systemCode(error).startsWith('SQLITE_BUSY')) throw error;
        if (performance.now() < deadline && !this.isHurried()) continue;
        this.inVain = true;
        throw error;
      }
    }
  }

  private isHurried(): boolean {
    return this.hurry !== undefined && Atomics.load(this.hurry, 0) === 1;
  }
}
