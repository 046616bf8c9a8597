import type { TaggedActivity } from '../../goals/tagged-activity.js';
import type { TaggedLink } from '../../goals/tagged-link.js';

/** Results of these learners (ids in the roster, at least one) on these days, both included. */
export interface TouchedQuery {
  readonly school: string;
  readonly learners: readonly string[];
  readonly from: string;
  readonly until: string;
}

/** How many current results a learner has of an activity on a day. */
export interface TouchedDay {
  /** Id in the roster. */
  readonly learner: string;
  /** Number of the activity in the store. Absent: stored before activities were kept, and not tagged since. */
  readonly activity?: number;
  readonly day: string;
  readonly results: number;
}

/** Of a link what a view tells: neither which set its goal was found in, nor how it was written. */
export type TouchedLink = Pick<TaggedLink, 'goal' | 'supplierGoal' | 'coverage' | 'assertedBy' | 'validFrom' | 'validUntil'>;

/** What results are of, with the links that hold now. */
export interface TouchedActivity {
  readonly party: string;
  readonly activity: TaggedActivity;
  readonly links: readonly TouchedLink[];
}

/** With what the newest result calls it. */
export interface NamedActivity extends TouchedActivity {
  readonly name?: string;
  readonly partName?: string;
}

export interface Touched {
  readonly days: readonly TouchedDay[];
  /** By number. */
  readonly activities: ReadonlyMap<number, TouchedActivity>;
}

/** Reads by learning goal. They give no figures of results: only which results there are, and what these are of. */
export interface GoalViewStore {
  /** Quick also where learners have thousands of results. */
  touched(query: TouchedQuery): Promise<Touched>;
  /** Places of the results of these activities, as `Store.resultsAt` takes them, oldest day first. */
  placesOfActivities(query: TouchedQuery, activities: readonly number[]): Promise<readonly number[]>;
  /** What a school has results of that is linked to one of these goals (canonical URIs), by number. */
  activitiesOfGoals(school: string, goals: readonly string[]): Promise<ReadonlyMap<number, NamedActivity>>;
}
