export const ANNOTATION_KINDS = ['relevant', 'workingOn', 'sufficientlyTreated', 'note'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** What a teacher notes about a goal, of a group or of one learner. Data never change it, and no vendor gets it. */
export interface Annotation {
  readonly id: string;
  /** Ids in the roster: of the teacher, and of the learner or the group. */
  readonly author: string;
  readonly learner?: string;
  readonly group?: string;
  /** Canonical URI. */
  readonly goal: string;
  readonly kind: AnnotationKind;
  /** Days. */
  readonly from?: string;
  readonly until?: string;
  /** Sealed under the school's key. */
  readonly note?: Uint8Array;
  /** ISO instants. */
  readonly createdAt: string;
  readonly endedAt?: string;
}
