import type { TaggedActivity } from '../../goals/tagged-activity.js';

/** An activity that no goal of a loaded set hangs from, over the schools that have results of it. */
export interface UnmappedActivity {
  readonly party: string;
  readonly activity: TaggedActivity;
  /** As the vendor names the test and its part, in the latest result. */
  readonly name?: string;
  readonly partName?: string;
  readonly schools: number;
  /** Current results, and the last of their days. */
  readonly results: number;
  readonly lastResult: string;
  /** Goals as they were written that no loaded set has. */
  readonly written: readonly string[];
  /** Ids of goals of the vendor that go with no public goal. */
  readonly supplierGoals: readonly string[];
}

export interface UnmappedQuery {
  readonly party?: string;
  readonly school?: string;
  /** Only of results from this day on. */
  readonly since?: string;
}

/** Told after each activity: how many were looked at, and how many there are. */
export type OnActivity = (done: number, total: number) => void;

export interface Unmapped {
  /** Most results first, by vendor. */
  readonly items: readonly UnmappedActivity[];
  /** Current results that nobody has looked at yet: a re-tag will. */
  readonly waiting: number;
}
