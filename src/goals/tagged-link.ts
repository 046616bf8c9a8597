import type { GoalLink } from '../model/goal-link.js';

/** A link of an activity, with the days of the results that it holds for. */
export interface TaggedLink extends GoalLink {
  /** Days, both included. Absent: no bound. */
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** What tells links of one activity apart: a re-tag that finds an equal one leaves it as it is. */
export function linkKey(link: TaggedLink): string {
  const { goal, set, setVersion, supplierGoal, coverage, via, assertedBy, mappingVersion, original, validFrom, validUntil } = link;
  return JSON.stringify([
    ...[goal, set, setVersion, supplierGoal?.id, supplierGoal?.title, coverage, via, assertedBy, mappingVersion, original],
    ...[validFrom, validUntil],
  ]);
}

export function holdsOn({ validFrom, validUntil }: Pick<TaggedLink, 'validFrom' | 'validUntil'>, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validUntil === undefined || validUntil >= day);
}
