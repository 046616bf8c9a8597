import type { Agreement, Party, School, Target } from '../directory/directory.js';
import type { Assessment } from '../model/result.js';
import type { SchoolKey } from '../privacy/keys/seal.js';
import type { AttemptRecord, ItemOutcome, OutgoingItem, TakenBatch } from '../store/outbox-store.js';

/** Whom a batch goes to, and under which agreement. */
export interface Parties {
  readonly target: Target;
  readonly school: School;
  readonly party: Party;
  /** In force now. Its fields decide what may be in the message. */
  readonly agreement: Agreement;
}

/** What a sender gets: a batch, whom it is for, by what right, and what it needs to write a message. */
export interface Shipment extends Parties {
  readonly batch: TakenBatch;
  readonly schoolKey: SchoolKey;
  /** Those that may go: with content and of nobody who was erased or is restricted; or a withdrawal. Never empty. */
  readonly items: readonly OutgoingItem[];
  /** The tests that the results are of. */
  readonly assessments: readonly Assessment[];
  readonly now: Date;
  /** Aborted when the gateway stops and can wait no longer. */
  readonly signal: AbortSignal;
  /** Goes out as a header with whatever is sent over HTTP. Absent: there are no traces. */
  readonly traceParent?: string;
}

/** The headers that tell a receiver of the trace. */
export function traceHeaders({ traceParent }: Pick<Shipment, 'traceParent'>): { readonly traceparent?: string } {
  return traceParent === undefined ? {} : { traceparent: traceParent };
}

/**
 * What came of it. `answered`: every item has its outcome. `failed`: nothing is known to be processed, unless `outcome` is `content`:
 * then the receiver refused the message as a whole, and processed nothing of it.
 */
export type Sent = Departure &
  (
    | { readonly kind: 'answered'; readonly attempt: AttemptRecord; readonly items: ReadonlyMap<string, ItemOutcome> }
    | {
        readonly kind: 'failed';
        readonly attempt: AttemptRecord & { readonly outcome: Exclude<AttemptRecord['outcome'], 'answered'> };
        /** Seconds, as the receiver asked. */
        readonly retryAfter?: number;
        /** Of items that were decided before anything was sent, such as `deferred` ones: they are no part of the failure. */
        readonly items?: ReadonlyMap<string, ItemOutcome>;
      }
  );

export interface Departure {
  /**
   * Ids of the deliveries that left the gateway in this attempt, whatever the receiver made of them. None when no connection came about. Absent:
   * the sender cannot tell, and each may have left.
   */
  readonly left?: readonly string[] | ReadonlySet<string>;
}

/** One kind of target. Sends, and says what came of it; retries nothing, stores nothing, and throws for nothing that a receiver can do. */
export interface Sender {
  send(shipment: Shipment): Promise<Sent>;
  /** Ends connections. */
  close(): Promise<void>;
}
