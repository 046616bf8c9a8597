import { setImmediate } from 'node:timers/promises';
import { StoreError } from '../../store-error.js';
import type { Stamped } from '../../tables/operation.js';
import type { Reply, Request } from './protocol.js';

/** How much goes into one transaction at most: enough to share a sync, not so much that the first waits for the last. */
const MOST_OPERATIONS = 512;
const MOST_CHARACTERS = 4_000_000;

interface Single {
  readonly operation: Stamped;
  readonly characters: number;
  readonly settle: (reply: Reply) => void;
}

/** Work that takes the writer for itself. */
interface Exclusive {
  readonly run: () => Promise<void>;
}

/** Asks the writer one thing. Never rejects. */
export type Ask = (request: Request) => Promise<Reply>;

/**
 * Group commit: while the writer works, further operations queue up, then go together in one transaction. First come,
 * first served, so that two messages of one sender keep their order.
 */
export class WriteQueue {
  private readonly queue: (Single | Exclusive)[] = [];
  private pumping: Promise<void> | undefined;

  constructor(private readonly ask: Ask) {}

  /** Resolves with the operation's value once it is durable; rejects with a `StoreError`. `characters`: its rough size. */
  write(operation: Stamped, characters = 0): Promise<unknown> {
    return new Promise<Reply>((settle) => this.enqueue({ operation, characters, settle })).then(unwrap);
  }

  /** Runs `work` when its turn comes, with the writer to itself. */
  alone<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.enqueue({ run: () => work(this.ask).then(resolve, reject) });
    });
  }

  /** Resolves when nothing is queued or under way. */
  async idle(): Promise<void> {
    while (this.pumping) await this.pumping;
  }

  private enqueue(job: Single | Exclusive): void {
    this.queue.push(job);
    this.pumping ??= this.pump();
  }

  private async pump(): Promise<void> {
    for (;;) {
      // A turn of the event loop: those who were answered just now, or arrived together, get into the same batch.
      await setImmediate();
      const first = this.queue[0];
      if (!first) break;
      if ('run' in first) {
        this.queue.shift();
        await first.run();
      } else {
        await this.nextBatch();
      }
    }
    this.pumping = undefined;
  }

  private takeSingles(): readonly Single[] {
    const singles: Single[] = [];
    let characters = 0;
    for (const job of this.queue) {
      if ('run' in job || singles.length === MOST_OPERATIONS || characters > MOST_CHARACTERS) break;
      singles.push(job);
      characters += job.characters;
    }
    this.queue.splice(0, singles.length);
    return singles;
  }

  /** Not async: what is sent is not in memory while it is being written, here or further down. */
  private nextBatch(): Promise<void> {
    const singles = this.takeSingles();
    const sent = this.ask({ kind: 'batch', operations: singles.map(({ operation }) => operation) });
    return settleAll(
      singles.map(({ settle }) => settle),
      sent,
    );
  }
}

async function settleAll(settles: readonly Single['settle'][], sent: Promise<Reply>): Promise<void> {
  const reply = await sent;
  const replies = reply.ok ? (reply.value as readonly Reply[]) : settles.map(() => reply);
  settles.forEach((settle, index) => {
    settle(replies[index]!);
  });
}

/** The value of a reply; throws the `StoreError` of one that failed. */
export function unwrap(reply: Reply): unknown {
  if (reply.ok) return reply.value;
  throw new StoreError(reply.code, reply.message);
}
