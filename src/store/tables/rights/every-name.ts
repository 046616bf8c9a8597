import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';

const NAMES = query<{ readonly name: string }, { readonly school: string }>(
  () => `
    SELECT alias AS name FROM learners WHERE school = @school
    UNION SELECT eck_alias FROM learners WHERE school = @school AND eck_alias IS NOT NULL
    UNION SELECT alias FROM learner_aliases WHERE school = @school
    UNION SELECT id FROM roster_objects WHERE school = @school AND kind = 'learner'`,
);

/** Ids and names of all learners of a school, of rosters and results. */
export function* everyName(school: string): Script<readonly string[]> {
  return (yield* all(NAMES, { school })).map(({ name }) => name);
}
