import type { GoalSet } from '../../goals/goal-set.js';

export interface StoredGoalSet extends GoalSet {
  /** Number of this version of the set in the store. */
  readonly seq: number;
  /** Id of the school whose own it is. Absent: everybody may use it. */
  readonly school?: string;
  /** ISO instant. */
  readonly importedAt: string;
}

export interface GoalSetStore {
  /** All of them, in order of id and of import. */
  goalSets(): Promise<readonly StoredGoalSet[]>;
  /** The sets that a school works with, by `seq`; the first one is shown first. */
  schoolSets(school: string): Promise<readonly number[]>;
  setSchoolSets(school: string, sets: readonly number[]): Promise<void>;
}
