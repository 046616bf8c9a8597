/** What tells one turn of the event loop from another. */
export interface TurnNumber {
  /** The same number within a turn; after it, or after a write of this process, another one. */
  readonly now: number;
}

class Turns implements TurnNumber {
  private number = 0;
  private counting = false;

  get now(): number {
    if (!this.counting) {
      this.counting = true;
      setImmediate(() => {
        this.counting = false;
        this.number += 1;
      });
    }
    return this.number;
  }

  /** What was looked up in this turn is old: this process wrote something. */
  end(): void {
    this.number += 1;
  }
}

/**
 * The turns of this thread's event loop, so that what many messages ask in one turn is looked up once: what another process changes is
 * noticed in the next turn. One for all stores, as each sees at once what another one of this process wrote.
 */
export const turns = new Turns();

/** For who wants everything looked up each time: it equals nothing. */
export const NO_TURNS: TurnNumber = { now: Number.NaN };
