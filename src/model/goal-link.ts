/**
 * How an activity and a goal fit, as whoever links them says: it works on all of the goal (`full`) or on a part of it (`partial`), the goal is
 * broader than the activity, or narrower. Never a number.
 */
export const COVERAGES = ['full', 'partial', 'broader', 'narrower', 'unknown'] as const;
export type Coverage = (typeof COVERAGES)[number];

/**
 * How a goal was found: a concept that the message itself names (`message`), a bare code beside the URI of its set (`code`), the registry
 * for the very version of the test (`registry`) or for any version of it (`registry-any-version`), the school's own table (`school`), or what
 * another school said when it handed the result over (`dossier`).
 */
export const LINK_WAYS = ['message', 'code', 'registry', 'registry-any-version', 'school', 'dossier'] as const;
export type LinkWay = (typeof LINK_WAYS)[number];

/** The vendor's own goal that a link goes by: always told beside the public one. */
export interface SupplierGoal {
  readonly id: string;
  readonly title?: string;
}

/** That a result touches a goal. It says nothing of how well, and has no figure. */
export interface GoalLink {
  /** Canonical URI. Absent: what was written is no goal of a loaded set. */
  readonly goal?: string;
  /** Id and version of the set that the goal is of, as it was when the link was made. */
  readonly set?: string;
  readonly setVersion?: string;
  readonly supplierGoal?: SupplierGoal;
  readonly coverage: Coverage;
  readonly via: LinkWay;
  /** `supplier`, `school`, or who else: a name of the registry. */
  readonly assertedBy: string;
  /** Number of the version of the mapping, as text: it is a name. Absent: the message itself says so. */
  readonly mappingVersion?: string;
  /** As whoever asserts it wrote the goal. */
  readonly original: string;
}
