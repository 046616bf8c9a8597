import type { Party } from '../store/directory.js';
import type { Proof } from './authorise.js';

/** A known party that sends a message, and what it has shown of itself. */
export interface Visitor {
  readonly party: Party;
  readonly proof: Proof;
}
