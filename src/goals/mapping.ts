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

/** What everything that links to a goal says. Days: of results on those days. */
interface Asserted {
  readonly coverage: Coverage;
  readonly note?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** An activity is about a goal of the vendor, or at once about a public one. Goals as whoever asserts it wrote them. */
export interface ActivityRow extends Asserted {
  readonly kind: 'activity';
  readonly activity: ActivitySelector;
  readonly supplierGoal?: string;
  readonly goal?: string;
}

/** A goal of the vendor goes with a public one. */
export interface GoalRow extends Asserted {
  readonly kind: 'goal';
  readonly supplierGoal: string;
  readonly goal: string;
}

/** The vendor's own text of a goal of its own. */
export interface SupplierGoalRow {
  readonly kind: 'supplierGoal';
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export type MappingRow = ActivityRow | GoalRow | SupplierGoalRow;

/** One version of the table of a party: for every school, or of one school. */
export interface MappingVersion {
  readonly number: number;
  readonly party: string;
  /** Absent: for every school. */
  readonly school?: string;
  /** `supplier`, `school`, or the name of who else. */
  readonly assertedBy: string;
  /** ISO instant. */
  readonly importedAt: string;
  readonly importedBy: string;
  /** Number of the version that this one takes back. */
  readonly undoes?: number;
  readonly note?: string;
}
