import type { Goal, GoalRelation, GoalSet, LedgerLine } from '../goal-set.js';

/** A goal or a relation with its place in the file, for what is said of it when it is unfit. */
export interface Placed<T> {
  readonly value: T;
  readonly place: string;
}

/** What a reader found in a file, before it is known to hang together. */
export interface GoalSetDraft {
  readonly set: GoalSet;
  readonly goals: readonly Placed<Goal>[];
  readonly relations: readonly Placed<GoalRelation>[];
  readonly ledger: readonly LedgerLine[];
}
