import type { Words } from '../../sql/words.js';
import { dayNumber } from '../results/day-number.js';

/** What the SQL of `leftSchool` needs, by parameter. */
export interface LeftSchoolValues {
  /** Milliseconds since 1970. */
  readonly leaverBefore: number;
  /** A day: of before it is the last result of somebody of whom nothing else says when they left. */
  readonly leaverDay: number;
  /** The school year that runs. */
  readonly schoolYear: string;
}

// What was superseded may be of another pupil by now.
const LAST_RESULT_IS_OLD = `NOT EXISTS (SELECT 1 FROM results x WHERE x.learner = l.seq AND x.current = 1 AND x.day >= @leaverDay)`;

/**
 * SQL: learner `l` of results left the school before an instant. The newest roster that has them decides; once retention took them out of
 * it, what it said is in `left_at`. One who was in a roster to the end of its school year may have stayed or left: then the last result
 * counts, as for those who are in no roster. It also does for one who left, while no roster of this school year says that they are not back.
 */
export function leftSchool({ instant }: Words): string {
  return `(CASE (
      SELECT CASE
        WHEN o.until IS NOT NULL AND ${instant('o.until')} < @leaverBefore THEN 'before'
        WHEN o.until IS NOT NULL THEN 'later'
        WHEN o.school_year >= @schoolYear THEN 'later'
        ELSE 'unknown' END
      FROM roster_objects o WHERE o.school = l.school AND o.kind = 'learner' AND o.id = l.roster_learner ORDER BY o.school_year DESC LIMIT 1)
    WHEN 'before' THEN 1
    WHEN 'later' THEN 0
    WHEN 'unknown' THEN CASE WHEN ${LAST_RESULT_IS_OLD} THEN 1 ELSE 0 END
    ELSE CASE
      WHEN l.left_at >= @leaverBefore THEN 0
      WHEN l.left_at IS NOT NULL AND EXISTS (SELECT 1 FROM rosters h WHERE h.school = l.school AND h.school_year >= @schoolYear) THEN 1
      WHEN ${LAST_RESULT_IS_OLD} THEN 1 ELSE 0 END
    END = 1)`;
}

/** SQL: revision `row` goes as its learner left. One that was superseded may be of somebody who was taken for another: it goes by its day. */
export function ofLeaver(row: string): string {
  return `(${row}.current = 1 OR ${row}.day < @leaverDay)`;
}

/** SQL: what becomes of `left_at` of learner `l` when the newest roster that has them loses them. */
export function leftAt({ instant }: Words): string {
  return `(
    SELECT ${instant('o.until')} FROM roster_objects o
    WHERE o.school = l.school AND o.kind = 'learner' AND o.id = l.roster_learner ORDER BY o.school_year DESC LIMIT 1)`;
}

/** For a scope, or for none: nobody left then. */
export function leftSchoolValues(
  scope: { readonly before: string; readonly day: string; readonly schoolYear: string } | undefined,
): LeftSchoolValues {
  const { before, day, schoolYear } = scope ?? { before: '0000-01-01T00:00:00.000Z', day: '0000-01-01', schoolYear: '0000-0001' };
  return { leaverBefore: Date.parse(before), leaverDay: dayNumber(day), schoolYear };
}
