import type { AttemptEnded, AttemptTrace } from '../delivery/delivery-observer.js';
import type { TargetKind } from '../directory/directory.js';
import type { ExchangeSteps } from '../exchange/exchange-log.js';
import type { ExchangeRecord } from '../store/exchange-record.js';

/** A request over REST that was answered. */
export interface RestAnswer {
  /** As in `X-Request-Id`: a UUID. */
  readonly id: string;
  readonly method: string;
  /** The pattern of the route, never the path that was asked for. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/** An attempt at a delivery that begins. */
export interface TracedAttempt {
  readonly batch: AttemptEnded['batch'];
  readonly kind: TargetKind;
  /** Ids of exchanges that brought what is delivered. */
  readonly exchanges: readonly string[];
}

/**
 * Traces for an OpenTelemetry receiver. A span says no more than the log: its attributes go through the same shapes (`log-fields.ts`). Nothing of it
 * waits for the receiver, throws, or keeps more than a bounded number of spans.
 */
export interface Traces {
  /** A message that was dealt with, in the trace that has its id. */
  exchange(record: ExchangeRecord, steps?: ExchangeSteps): void;
  request(answer: RestAnswer): void;
  attemptBegins(attempt: TracedAttempt): AttemptTrace;
  /** Sends what is left, for a moment at most. */
  stop(): Promise<void>;
}
