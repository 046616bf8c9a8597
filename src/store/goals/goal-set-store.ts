import type { GoalIndex } from '../../goals/goal-index.js';
import type { Goal, GoalRelation, GoalSet, LedgerLine, ReadGoalSet } from '../../goals/goal-set.js';

export interface StoredGoalSet extends GoalSet {
  /** Number of this version of the set in the store: a later import has a higher one. */
  readonly seq: number;
  /** Id of the school whose own it is. Absent: everybody may use it. */
  readonly school?: string;
  /** ISO instant. */
  readonly importedAt: string;
}

/** A set version as it is stored, with all that is in it. */
export interface WholeGoalSet {
  readonly set: StoredGoalSet;
  /** In the order of the file. */
  readonly goals: readonly Goal[];
  readonly relations: readonly GoalRelation[];
  readonly ledger: readonly LedgerLine[];
}

export interface ImportedGoalSet {
  readonly seq: number;
  /** False: the very same was there already, and nothing changed. */
  readonly added: boolean;
}

export interface GoalSetStore {
  /** All of them, in order of id and of import. */
  goalSets(): Promise<readonly StoredGoalSet[]>;
  /** Everything in one version of a set. */
  goalSet(seq: number): Promise<WholeGoalSet | undefined>;
  /** One goal as a version of a set has it, by its canonical URI, with its description. */
  goal(seq: number, uri: string): Promise<Goal | undefined>;
  /** All sets for looking up, as they are now: kept in memory until one changes. */
  goalIndex(): Promise<GoalIndex>;
  /**
   * Stores a version of a set, whole or not at all; `school`: as its own. The results of every school that may use it are to be tagged anew.
   * Throws `StoreError` `conflict` when that version is there with another content: a version never changes; `duplicate` when another set
   * that somebody may use beside it has its URI.
   */
  importGoalSet(read: ReadGoalSet, school: string | undefined, at: string): Promise<ImportedGoalSet>;
  /** The sets that a school works with, by `seq`; the first one is shown first. Empty: it chose none. */
  schoolSets(school: string): Promise<readonly number[]>;
  setSchoolSets(school: string, sets: readonly number[]): Promise<void>;
}
