import type { PostedSignal } from '../../model/posted-signals.js';

/** A signal that a vendor brings, in whatever message. */
export interface IncomingSignal {
  /** Where it stands: what is said of its parts goes behind this. */
  readonly pointer: string;
  readonly posted: PostedSignal;
  /** Alias of its learner, where the message around it says who that is. */
  readonly learner?: string;
}

/** JSON pointer (RFC 6901) to a part of a signal. */
export function partOf({ pointer }: IncomingSignal, ...steps: readonly (string | number)[]): string {
  return [pointer, ...steps].join('/');
}
