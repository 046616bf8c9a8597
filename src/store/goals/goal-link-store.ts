import type { Tagger } from '../../goals/tagger.js';

/** A re-tag of a school. */
export interface RetagJob {
  readonly seq: number;
  readonly school: string;
  /** What it is for: `goals.import`, `mapping.import`, `retag`. */
  readonly cause: string;
  /** Results that have no activity yet; then the links of activities; then what receivers are told. */
  readonly step: 'results' | 'activities' | 'events';
  readonly position: number;
  readonly total: number;
  /** Links that it added, and results whose receivers are told. */
  readonly links: number;
  readonly events: number;
  /** ISO instants. */
  readonly askedAt: string;
  readonly endedAt?: string;
}

export interface GoalLinkStore {
  /** Of the sets and mappings that are in force now. Cheap: kept until one of them changes, also by another process. */
  tagger(): Promise<Tagger>;
  /** Of a school, or of all of them; newest first. */
  retagJobs(school?: string): Promise<readonly RetagJob[]>;
  /** From now on somebody has to tag the results of these schools anew. */
  askRetag(schools: readonly string[], cause: string, at: string): Promise<void>;
}
