import type { Loss, Result } from '../result.js';

/**
 * Why a result cannot go to Edu-V at all; undefined when it can. The Results API is about tests: exercises are kept apart there. One that
 * was taken back goes, as an earlier revision may have gone before it was known to be of an exercise.
 */
export function hindranceOf({ activity, status }: Pick<Result, 'activity' | 'status'>): Loss | undefined {
  if (activity.originType !== 'exercise' || status === 'withdrawn') return undefined;
  return { path: 'activity/originType', reason: 'exercise-is-no-test' };
}
