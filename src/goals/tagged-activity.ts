import type { Term } from '../model/result.js';

/** What tagging reads of a result: nothing of the learner, no figure. Results with equal ones are about the same goals. */
export interface TaggedActivity {
  readonly product?: string;
  readonly code: Term;
  readonly version?: string;
  readonly part?: Term;
  /** Top first. */
  readonly hierarchy: readonly Term[];
}
