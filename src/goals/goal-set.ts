/** How far a set has got with its publisher. */
export type PublicationStatus = 'concept' | 'definitiefConcept' | 'definitief' | 'unknown';

/** What gives a set its standing: the law, its publisher alone, a vendor, a school. */
export type LegalStatus = 'law' | 'published' | 'supplier' | 'school';

/** One version of a set of learning goals. It never changes: another content is another version. */
export interface GoalSet {
  /** `slo-po-rekenen-kerndoelen-2006`. */
  readonly id: string;
  readonly version: string;
  /** URI of this version of the set; a bare code is read as a goal of it. */
  readonly uri: string;
  readonly title: string;
  readonly publisher?: string;
  readonly status: PublicationStatus;
  readonly legalStatus: LegalStatus;
  readonly sector?: string;
  readonly subject?: string;
  /** Days. */
  readonly lawFrom?: string;
  readonly lawUntil?: string;
  readonly published?: string;
  readonly source?: string;
  readonly licence?: string;
  readonly notes?: string;
  /** What else the file says of the set, by name of the field. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const PUBLICATION_STATUSES = [
  'concept',
  'definitiefConcept',
  'definitief',
  'unknown',
] as const satisfies readonly PublicationStatus[];
export const LEGAL_STATUSES = ['law', 'published', 'supplier', 'school'] as const satisfies readonly LegalStatus[];

/** A school type, a phase, a year group, a reference level. `title` is absent when the file only has its URI. */
export interface GoalLevel {
  readonly uri?: string;
  readonly title?: string;
  readonly type?: string;
}

/** A learning goal, or what goals hang under in their set: a domain, a subject, a cluster. */
export interface Goal {
  /** Canonical: see `goal-uri.ts`. */
  readonly uri: string;
  /** As the file of the set gives it; a UUID where it is of SLO. */
  readonly id: string;
  /** `doel`, `kerndoel`, `domein`, ... in the words of the set. */
  readonly type: string;
  readonly title: string;
  readonly code?: string;
  readonly description?: string;
  readonly levels: readonly GoalLevel[];
  /** Canonical URIs of goals that this one came in the place of, as the file of the set says at the goal. */
  readonly replaces?: readonly string[];
  /** What else the file says of it, by name of the field. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const RELATION_TYPES = [
  'isChildOf',
  'isPartOf',
  'exemplifies',
  'contributesTo',
  'isRelatedTo',
  'exactMatchOf',
  'replacedBy',
] as const;
export type RelationType = (typeof RELATION_TYPES)[number];

/** Those that lead from a goal to what it hangs under; together they have no circle in a set. */
export const UPWARD: readonly RelationType[] = ['isChildOf', 'isPartOf', 'exemplifies', 'contributesTo'];

/** Those that make the tree of one set: both ends are in it. The others may lead to a goal of another set, loaded or not. */
export const WITHIN_SET: readonly RelationType[] = ['isChildOf', 'isPartOf', 'exemplifies'];

/** `source` stands to `target`: canonical URIs. Many to many; never derived from other relations. */
export interface GoalRelation {
  readonly source: string;
  readonly target: string;
  readonly type: RelationType;
  /** `slo`, `inferred-from-file-order`, a vendor, a school. */
  readonly assertedBy: string;
}

/** What became of the fields of a file: each path with `[]` for lists, how often it occurs, and whether it is kept. */
export interface LedgerLine {
  readonly path: string;
  readonly count: number;
  readonly kept: boolean;
  /** Why not, or in which field. */
  readonly note?: string;
}

export interface ReadGoalSet {
  readonly set: GoalSet;
  readonly goals: readonly Goal[];
  readonly relations: readonly GoalRelation[];
  readonly ledger: readonly LedgerLine[];
}
