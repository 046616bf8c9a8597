import type { GoalLink } from '../../model/goal-link.js';
import type { Result } from '../../model/result.js';
import type { Signal } from '../../model/signal.js';

/** A result as a receiver gets it. */
export interface ReceiverResult extends Result {
  readonly revision: number;
  /** ISO instant, the minute. */
  readonly storedAt: string;
}

/** One of a message. Shape: `item` of `schemas/webhook/results-stored.json`. */
export type ReceiverItem =
  | { readonly kind: 'result'; readonly result: ReceiverResult }
  | {
      readonly kind: 'withdrawal';
      readonly withdrawn: {
        /** Id of the result or signal. */
        readonly result: string;
        readonly revision: number;
        readonly at: string;
        readonly why: 'erased' | 'withdrawn';
      };
    }
  | {
      readonly kind: 'result.tagged';
      readonly tagged: { readonly result: string; readonly revision: number; readonly goalLinks: readonly GoalLink[] };
    }
  | { readonly kind: 'signal.raised' | 'signal.superseded' | 'signal.withdrawn'; readonly signal: Signal };

/** A message as the gateway posts it to a receiver: `schemas/webhook/results-stored.json`. */
export interface ReceiverMessage {
  readonly type: string;
  /** The same as the header `webhook-id`. */
  readonly batch: string;
  /** Id of the school. */
  readonly school: string;
  readonly items: readonly ReceiverItem[];
}

/** The type that goes with items, which are all of one kind. */
export function typeOf([first]: readonly ReceiverItem[]): string {
  return first === undefined || first.kind === 'result' || first.kind === 'withdrawal' ? 'results.stored' : first.kind;
}
