/** How many there were, are, and what happened to them. */
export interface RosterCounts {
  readonly before: number;
  readonly after: number;
  readonly added: number;
  readonly changed: number;
  readonly left: number;
}

/** What a change comes to: counts only, so it may be logged and shown to anybody. */
export interface RosterSummary {
  readonly learners: RosterCounts;
  readonly groups: RosterCounts;
  readonly teachers: RosterCounts;
  readonly memberships: { readonly joined: number; readonly parted: number };
  /** True: the store keeps its revision. */
  readonly unchanged: boolean;
}
