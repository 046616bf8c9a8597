/** A day, `2026-10-01`. */
export type Day = string;

/**
 * Whose data somebody may be shown: what is of a learner is of a day, and who may see it depends on that day. Everything that names
 * somebody is by id in the roster.
 */
export interface Sight {
  /** Whether what is of this learner and this day may be shown. */
  seesLearner(learner: string, day: Day): boolean;
  /** Whether what is of this group and this day may be shown. */
  seesGroup(group: string, day: Day): boolean;
  /** Everybody of whom something of some day may be shown. */
  readonly everyLearner: ReadonlySet<string>;
  /** Who may be shown as the roster of a school year has it now. */
  rosterOf(schoolYear: string): RosterSight;
  /** Whether a membership may be shown: both were there at some moment of it. */
  seesMembership(schoolYear: string, membership: { readonly group: string; readonly since: string; readonly until?: string }): boolean;
}

export interface RosterSight {
  readonly learner: ReadonlySet<string>;
  readonly group: ReadonlySet<string>;
  readonly teacher: ReadonlySet<string>;
}
