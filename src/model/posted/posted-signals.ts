import type { Signal } from '../signal.js';

/** A signal as its vendor raises it. Shape: `signal` of `schemas/model/posted-signals.json`. */
export interface RaisedSignal
  extends Pick<Signal, 'supplierGoal' | 'kind' | 'raisedAt' | 'validUntil' | 'targetLevel' | 'limits' | 'explanationUrl'> {
  readonly key: string;
  readonly status?: 'raised';
  readonly learner: { readonly leerlingid?: string; readonly eckId?: string };
  readonly basis?: PostedBasis;
  /** The vendor's key of an earlier signal. */
  readonly supersedes?: string;
}

/** What the signal rests on: the vendor's own keys of results, and what it says of them. */
export interface PostedBasis {
  readonly results?: readonly string[];
  readonly itemCount?: string;
  /** Days. */
  readonly from?: string;
  readonly until?: string;
}

/** That a vendor takes a signal back. */
export interface WithdrawnSignal {
  readonly key: string;
  readonly status: 'withdrawn';
}

export type PostedSignal = RaisedSignal | WithdrawnSignal;

/** A signal inside a result: it is about the learner of that, and rests on it. Shape: `carriedSignal` of the same. */
export type CarriedSignal = Omit<RaisedSignal, 'learner'> | WithdrawnSignal;

/** Shape: `schemas/model/posted-signals.json`. */
export interface PostedSignals {
  readonly signals: readonly PostedSignal[];
}

export function isWithdrawn(signal: PostedSignal): signal is WithdrawnSignal {
  return signal.status === 'withdrawn';
}
