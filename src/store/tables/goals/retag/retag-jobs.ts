import type { RetagJob } from '../../../goals/goal-link-store.js';
import { query } from '../../../sql/query.js';
import { first, type Script } from '../../../sql/script.js';

export interface RetagJobRow {
  readonly seq: number;
  readonly school: string;
  readonly cause: string;
  readonly step: RetagJob['step'];
  readonly position: number;
  readonly done: number;
  readonly total: number;
  readonly changed: number;
  readonly links: number;
  readonly ended: number;
  readonly events: number;
  readonly asked_at: number;
  readonly ended_at: number | null;
}

export const RETAG_JOBS = `
  SELECT seq, school, cause, step, position, done, total, changed, links, ended, events, asked_at, ended_at FROM retag_jobs`;

/** SQL: activities of `@school` that were tagged with other sets or mappings than those in force. */
export const STALE = `
  school = @school AND (tagged_at_sets < (SELECT version FROM goal_versions WHERE kind = 'sets')
    OR tagged_at_mappings < (SELECT version FROM goal_versions WHERE kind = 'mappings'))`;

const OPEN = query<RetagJobRow, { readonly seq: number }>(() => `${RETAG_JOBS} WHERE seq = @seq AND ended_at IS NULL`);

/** The job with this number, unless it is over. */
export function* openJob(seq: number): Script<RetagJobRow | undefined> {
  return yield* first(OPEN, { seq });
}

export function retagJob({ asked_at, ended_at, ...job }: RetagJobRow): RetagJob {
  return { ...job, askedAt: new Date(asked_at).toISOString(), ...(ended_at === null ? {} : { endedAt: new Date(ended_at).toISOString() }) };
}
