import type { PostedSignal } from '../../../model/posted/posted-signals.js';
import type { Place } from '../../../uwlr/findings.js';

/** A signal that a vendor brings, in whatever message. */
export interface IncomingSignal {
  readonly posted: PostedSignal;
  /** Alias of its learner, where the message around it says who that is. */
  readonly learner?: string;
  /** Where a part of it stands. `below`: a JSON pointer (RFC 6901) from the signal down. */
  place(below: string): Place;
}
