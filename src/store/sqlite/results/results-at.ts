import { RESULT_COLUMNS, RESULT_JOINS } from '../../tables/results/stored-result.js';

/** SQL: results of a school at places, which are JSON. */
export const RESULTS_AT = resultsAt('');

/** The same with more columns. */
export function resultsAt(more: string): string {
  return `SELECT ${RESULT_COLUMNS}${more} FROM json_each(@places) p CROSS JOIN results r ON r.seq = p.value ${RESULT_JOINS}
    WHERE o.school = @school ORDER BY r.seq`;
}
