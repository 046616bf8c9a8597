/** A re-tag of a school. */
export interface RetagJob {
  readonly seq: number;
  readonly school: string;
  /** What it is for: `goals.import`, `mapping.import`, `retag`. */
  readonly cause: string;
  readonly step: 'activities' | 'events';
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
  /** Of a school, or of all of them; newest first. */
  retagJobs(school?: string): Promise<readonly RetagJob[]>;
  /** From now on somebody has to tag the results of these schools anew. */
  askRetag(schools: readonly string[], cause: string, at: string): Promise<void>;
}
