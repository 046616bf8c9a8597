import type { OutboxStore, TakenBatch } from '../store/outbox-store.js';
import type { Timers } from './timers.js';

export interface LeaseParts {
  readonly outbox: Pick<OutboxStore, 'renewLease'>;
  readonly leaseMs: number;
  readonly now: () => Date;
  readonly timers: Timers;
  /** Is told that the store cannot renew it. */
  readonly failed: (error: unknown) => void;
}

/**
 * The lease of a lane, kept for as long as a batch is in work. Only the store says that it is lost: while that cannot be asked nobody else
 * can take the lane either, and a clock that was set tells nothing.
 */
export class Lease {
  readonly #lost = new AbortController();
  #cancel: () => void = () => undefined;
  #over = false;

  constructor(
    private readonly parts: LeaseParts,
    private readonly batch: Pick<TakenBatch, 'id' | 'lease'>,
  ) {
    this.#renewIn(parts.leaseMs / 3);
  }

  /** Aborted when somebody else may have the lane: what comes of the batch here counts no more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** It is not renewed any more. */
  end(): void {
    this.#over = true;
    this.#cancel();
  }

  #renewIn(ms: number): void {
    if (this.#over) return;
    this.#cancel = this.parts.timers.after(ms, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { outbox, leaseMs, now, failed } = this.parts;
    try {
      const until = new Date(now().getTime() + leaseMs).toISOString();
      if (await outbox.renewLease(this.batch.id, this.batch.lease, until)) this.#renewIn(leaseMs / 3);
      else if (!this.#over) this.#lost.abort(new Error('the lease was lost'));
    } catch (error) {
      failed(error);
      this.#renewIn(leaseMs / 12);
    }
  }
}
