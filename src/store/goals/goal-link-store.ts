import type { TaggedActivity } from '../../goals/tagged-activity.js';
import type { TaggedLink } from '../../goals/tagged-link.js';
import type { ActivityRow, TaggedWith, Tagger } from '../../goals/tagger.js';

/** In this order: results that have no activity yet; the links of activities; what receivers are told of results whose links changed. */
export const RETAG_STEPS = ['results', 'activities', 'events'] as const;
export type RetagStep = (typeof RETAG_STEPS)[number];

/** A re-tag of a school. */
export interface RetagJob {
  readonly seq: number;
  readonly school: string;
  /** What it is for: `goals.import`, `mapping.import`, `retag`. */
  readonly cause: string;
  readonly step: RetagStep;
  /** How far the step has got: a number of the store, and how many of how many it has done. Those of `events` are activities. */
  readonly position: number;
  readonly done: number;
  readonly total: number;
  /** Activities whose links changed, links that were added, links that ended, and events that were queued for receivers. */
  readonly changed: number;
  readonly links: number;
  readonly ended: number;
  readonly events: number;
  /** ISO instants. */
  readonly askedAt: string;
  readonly endedAt?: string;
}

/** What comes next of a re-tag, some hundreds of rows at most. Empty: the step is done. */
export type RetagPiece =
  | {
      readonly step: 'results';
      readonly results: readonly { readonly seq: number; readonly party: string; readonly document: string }[];
    }
  | {
      readonly step: 'activities';
      readonly activities: readonly { readonly seq: number; readonly party: string; readonly activity: TaggedActivity }[];
    }
  | { readonly step: 'events' };

/** A piece that was worked out. It counts only when the job is still where it was read. */
export type RetagProgress =
  | {
      readonly step: 'results';
      readonly results: readonly {
        readonly seq: number;
        readonly party: string;
        readonly activity: Pick<ActivityRow, 'digest' | 'document'>;
      }[];
    }
  | {
      readonly step: 'activities';
      readonly taggedWith: TaggedWith;
      readonly activities: readonly { readonly seq: number; readonly links: readonly TaggedLink[] }[];
    }
  /** `targets`: ids of those whose receivers are told. */
  | { readonly step: 'events'; readonly targets: readonly string[] };

export interface GoalLinkStore {
  /** Of the sets and mappings that are in force now. Cheap: kept until one of them changes, also by another process. */
  tagger(): Tagger;
  /** Of a school, or of all of them; newest first. */
  retagJobs(query: { readonly school?: string; readonly limit: number }): Promise<readonly RetagJob[]>;
  /** Those that are not over, oldest first. */
  openRetags(schools?: readonly string[]): Promise<readonly RetagJob[]>;
  /** From now on somebody has to tag the results of these schools anew. */
  askRetag(schools: readonly string[], cause: string, at: string): Promise<void>;
  /** Undefined: it is over. */
  nextPiece(job: Pick<RetagJob, 'seq'>): Promise<{ readonly job: RetagJob; readonly piece: RetagPiece } | undefined>;
  /** One transaction. Undefined: somebody else went on with it meanwhile, and nothing is changed. */
  progress(job: RetagJob, progress: RetagProgress, at: string): Promise<RetagJob | undefined>;
  /** Every link that the activity of a result has or had, oldest first. */
  linkHistory(school: string, result: string): Promise<readonly PastLink[]>;
}

/** ISO instants. */
export interface PastLink extends TaggedLink {
  readonly addedAt: string;
  /** Absent: it holds. */
  readonly endedAt?: string;
}
