import type { RosterSummary } from './roster-summary.js';

export interface Shrink {
  readonly before: number;
  readonly left: number;
  /** Of the learners that there were, the share that would leave: 0 to 1. */
  readonly share: number;
  /** True: more than what is let pass without asking. */
  readonly tooMuch: boolean;
}

/**
 * A source that names far fewer learners than before is more often broken than right. `limitShare` (0 to 1) itself still passes;
 * a roster without any learner never does, whatever the limit; the first one always does.
 */
export function shrinkOf({ learners: { before, after, left } }: RosterSummary, limitShare: number): Shrink {
  const share = before === 0 ? 0 : left / before;
  return { before, left, share, tooMuch: before > 0 && (after === 0 || share > limitShare) };
}
