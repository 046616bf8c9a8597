import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';

interface MarkRow {
  readonly names: number;
  readonly school_year: string | null;
  readonly revision: number | null;
}

const MARK = query<MarkRow, { readonly school: string }>(
  () => `
    SELECT a.names, r.school_year, r.revision FROM (SELECT count(*) AS names FROM learner_aliases WHERE school = @school) a
    LEFT JOIN rosters r ON r.school = @school ORDER BY r.school_year`,
);

/**
 * How far the names of the learners of a school are: another one whenever a name has come to stand for somebody else, or for nobody. Names are
 * given with a change of a roster, which gives that another revision; the other way they go is with who was removed, and then they are fewer.
 */
export function* aliasMark(school: string): Script<string> {
  const rows = yield* all(MARK, { school });
  const years = rows.map(({ school_year, revision }) => (school_year === null ? '' : ` ${school_year} ${revision}`));
  return `${rows[0]?.names ?? 0}${years.join('')}`;
}

/** Whether this is no longer the mark of the school. Undefined: the caller does not depend on it. */
export function* isPastAliasMark(school: string, mark: string | undefined): Script<boolean> {
  return mark !== undefined && mark !== (yield* aliasMark(school));
}
