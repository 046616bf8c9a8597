import type { Words } from '../../sql/words.js';
import { RESULT_COLUMNS, RESULT_JOINS } from './stored-result.js';

/** SQL: results of `@school` at `@places`, which is a list of numbers, in their order. `more`: columns beside those of a result. */
export function resultsAt({ list, thenJoin }: Words, more = ''): string {
  return `
    SELECT ${RESULT_COLUMNS}${more} FROM ${list('number', 'places', 'p')} ${thenJoin} results r ON r.seq = p.value ${RESULT_JOINS}
    WHERE o.school = @school ORDER BY r.seq`;
}
