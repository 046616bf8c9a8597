import type { TaggedWith } from '../../../goals/tagger.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';

export type GoalKind = 'sets' | 'profiles' | 'mappings';

export const GOAL_VERSION = query<{ readonly version: number }, { readonly kind: GoalKind }>(
  () => 'SELECT version FROM goal_versions WHERE kind = @kind',
);
const TAGGED_WITH = query<TaggedWith>(
  () => `
    SELECT s.version AS sets, m.version AS mappings FROM goal_versions s JOIN goal_versions m ON m.kind = 'mappings' WHERE s.kind = 'sets'`,
);
const RAISE = query<never, { readonly kind: GoalKind }>(() => 'UPDATE goal_versions SET version = version + 1 WHERE kind = @kind');

/** After a change: copies that others keep are old from now on. */
export function* raiseGoalVersion(kind: GoalKind): Script<void> {
  yield* run(RAISE, { kind });
}

export function* goalVersion(kind: GoalKind): Script<number> {
  return (yield* first(GOAL_VERSION, { kind }))!.version;
}

/** What links would be made with that are made now. */
export function* taggedWithNow(): Script<TaggedWith> {
  return (yield* first(TAGGED_WITH, undefined))!;
}
