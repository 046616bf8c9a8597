import type { TargetKind } from '../directory/directory.js';
import type { AttemptRecord, HoldReason, OutgoingItem, TakenBatch } from '../store/outbox-store.js';

/** An attempt that was made. */
export interface AttemptEnded {
  readonly batch: Pick<TakenBatch, 'id' | 'target' | 'school' | 'attempt'>;
  /** Deliveries that were in the message. */
  readonly size: number;
  readonly attempt: AttemptRecord;
  readonly durationMs: number;
}

/** What became of deliveries for good, in one settlement. */
export interface DeliveriesEnded {
  readonly target: string;
  /** Numbers by `delivered`, or by why not: `refused`, `erased`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Of each that was delivered, how long after the gateway had stored its result. */
  readonly secondsUnderWay: readonly number[];
}

/** An attempt that is about to be made. */
export interface AttemptBegins {
  readonly batch: AttemptEnded['batch'];
  readonly kind: TargetKind;
  readonly items: readonly Pick<OutgoingItem, 'delivery'>[];
}

/** The trace of an attempt that is under way. */
export interface AttemptTrace {
  /** Header for the receiver (W3C Trace Context): nothing in it is the same for two receivers. */
  readonly traceParent: string;
  ended(event: AttemptEnded): void;
}

/** Is told what the worker does. Nothing of it is personal. */
export interface DeliveryObserver {
  /** Absent: there are no traces. Never rejects. */
  readonly attemptBegins?: (event: AttemptBegins) => Promise<AttemptTrace>;
  attemptEnded(event: AttemptEnded): void;
  deliveriesEnded(event: DeliveriesEnded): void;
  targetHeld(target: string, reason: HoldReason): void;
  circuitOpened(target: string, until: string): void;
  circuitClosed(target: string): void;
  /** The lease of a batch was lost: what came of it here does not count. */
  leaseLost(batch: Pick<TakenBatch, 'id' | 'target' | 'school'>): void;
  /** Something of ours failed; once for as long as it lasts. */
  failed(error: unknown): void;
}
