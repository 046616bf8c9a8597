import { query } from '../../sql/query.js';
import { run, type Script } from '../../sql/script.js';

/** One that has not begun yet does it all. */
export const ASK_RETAG = query<never, { readonly school: string; readonly cause: string; readonly at: number }>(
  () => `
    INSERT INTO retag_jobs (school, cause, step, position, done, total, changed, links, ended, events, asked_at)
    SELECT @school, @cause, 'results', 0, 0, 0, 0, 0, 0, 0, CAST(@at AS BIGINT)
    WHERE NOT EXISTS (
      SELECT 1 FROM retag_jobs WHERE school = @school AND ended_at IS NULL AND step = 'results' AND position = 0 AND total = 0)`,
);

/** Asks for a re-tag of a school. */
export function* askRetag(school: string, cause: string, at: number): Script<void> {
  yield* run(ASK_RETAG, { school, cause, at });
}
