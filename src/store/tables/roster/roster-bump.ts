import { query } from '../../sql/query.js';
import { run, type Script } from '../../sql/script.js';

/** A change is later than the one before it, also when the clock was set back. */
const BUMP = query<never, { readonly school: string; readonly learner: string; readonly at: string }>(
  () => `
    UPDATE rosters SET revision = revision + 1, source = NULL, changed_at = CASE WHEN changed_at > @at THEN changed_at ELSE @at END
    WHERE school = @school AND school_year IN (
      SELECT school_year FROM roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner)`,
);

/**
 * Gives the rosters that a learner is in a new revision, though no source said anything: vendors are not told that nothing has
 * changed, a sync that is under way starts again, and the next one looks at everything. Before the learner is removed.
 */
export function* bumpRosters(school: string, learner: string | undefined, at: string): Script<void> {
  if (learner !== undefined) yield* run(BUMP, { school, learner, at });
}
