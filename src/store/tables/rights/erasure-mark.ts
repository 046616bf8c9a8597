import { query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';

/** Erased names of one school that a mark tells apart. */
const NAMES = 1_048_576;

/**
 * How far the erasures of a school are: another one after each, and after each that is lifted, so that what was worked out before is not
 * stored after it. No number comes back for another list of names: an erasure has a higher `seq` than any before it, and of one that is
 * lifted the names go.
 */
export const ERASURE_MARK = query<{ readonly mark: number }, { readonly school: string }>(
  () => `
    SELECT (SELECT coalesce(max(seq), 0) FROM erasures WHERE school = @school) * ${NAMES}
      + (SELECT count(*) FROM erased_names WHERE school = @school) % ${NAMES} AS mark`,
);

export function* erasureMark(school: string): Script<number> {
  return (yield* first(ERASURE_MARK, { school }))!.mark;
}

/** Whether this is no longer the mark of the school. Undefined: the caller does not depend on it. */
export function* isPastErasures(school: string, mark: number | undefined): Script<boolean> {
  return mark !== undefined && mark !== (yield* erasureMark(school));
}
