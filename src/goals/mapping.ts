import type { Coverage } from '../model/goal-link.js';

/** Which activities of a vendor are meant: all that is given has to fit. */
export interface ActivitySelector {
  readonly product?: string;
  readonly code?: string;
  /** URI of the vocabulary that the code is a term of. */
  readonly codeVocabulary?: string;
  /** Absent: any version of the test. */
  readonly version?: string;
  readonly part?: string;
  readonly partVocabulary?: string;
  /** An entry of the toetshierarchie, at any level. */
  readonly hierarchy?: string;
}

/** What everything that links to a goal says. Days: of results on those days, both included. */
interface Asserted {
  readonly coverage: Coverage;
  readonly note?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** A goal as whoever asserts it wrote it. */
interface WrittenGoal {
  /** In any of the ways in which a goal may be written. */
  readonly goal: string;
  /** URI of the version of the set that a bare code is read as a goal of. */
  readonly goalSet?: string;
}

/** An activity is about a goal of the vendor, or at once about a public one. With both, the vendor says which public goal this activity is for. */
export interface ActivityRow extends Asserted, Partial<WrittenGoal> {
  readonly kind: 'activity';
  readonly activity: ActivitySelector;
  readonly supplierGoal?: string;
}

/** A goal of the vendor goes with a public one. */
export interface GoalRow extends Asserted, WrittenGoal {
  readonly kind: 'goal';
  readonly supplierGoal: string;
}

/** The vendor's own text of a goal of its own. */
export interface SupplierGoalRow {
  readonly kind: 'supplierGoal';
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export type MappingRow = ActivityRow | GoalRow | SupplierGoalRow;

/** A row that links to a goal. */
export type LinkingRow = ActivityRow | GoalRow;

/** Whose table it is: of what a vendor's activities are about, for every school, or of one school alone. */
export interface MappingTableOf {
  readonly party: string;
  /** Absent: for every school. */
  readonly school?: string;
}

/** One version of the table of a party. Every change makes one. */
export interface MappingVersion extends MappingTableOf {
  readonly number: number;
  /** `supplier`, `school`, or the name of who else. */
  readonly assertedBy: string;
  /** ISO instant. */
  readonly importedAt: string;
  readonly importedBy: string;
  /** Number of the version that this one takes back. */
  readonly undoes?: number;
  readonly note?: string;
}
