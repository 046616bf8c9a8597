import type { Proof } from '../../directory/authorise.js';
import type { Party } from '../../directory/directory.js';
import type { TurnedAway } from '../limits/guard.js';
import type { Refusal } from '../refusal-reason.js';

/** A known party that sends a message, and what it has shown of itself. */
export interface Visitor {
  readonly party: Party;
  readonly proof: Proof;
}

/** What became of somebody at the door: let in, turned away before it was known who it is, or neither: not known. */
export interface Reception {
  readonly visitor?: Visitor;
  /** The visitor showed a key that holds now. */
  readonly proved?: boolean;
  readonly turnedAway?: TurnedAway;
  /** Why nobody was let in, or what was shown does not hold. */
  readonly refusal?: Refusal;
}
