import type { RetagJob } from '../../store/goals/goal-link-store.js';
import type { Office } from '../office.js';
import { knownSchool } from '../schools/known-school.js';
import { type RetagOptions, retag } from './retag.js';

export interface RetagRequest extends Pick<RetagOptions, 'stopping' | 'onProgress'> {
  /** Absent: every school. */
  readonly school?: string;
}

export interface Retagged {
  /** Each re-tag that was worked on, as it ended. */
  readonly jobs: readonly RetagJob[];
  /** Ids of schools whose re-tag was left, or which somebody else ended. */
  readonly elsewhere: readonly string[];
}

/**
 * Asks for a re-tag of a school, or of all of them, and works on it until it is over; on what was asked before as well. Throws `Refusal`
 * for an unknown school.
 */
export async function retagSchools({ store, at }: Pick<Office, 'store' | 'at'>, { school, ...options }: RetagRequest): Promise<Retagged> {
  const directory = await store.directory();
  const schools = school === undefined ? [...directory.schools.keys()] : [knownSchool(directory, school).id];
  await store.goals.links.askRetag(schools, 'retag', at);
  const jobs: RetagJob[] = [];
  const elsewhere = new Set<string>();
  for (const job of await store.goals.links.openRetags(schools)) {
    const done = await retag(store, job, options);
    if (done === undefined) elsewhere.add(job.school);
    else jobs.push(done);
  }
  return { jobs, elsewhere: [...elsewhere] };
}
