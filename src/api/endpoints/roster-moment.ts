import { schoolYearAt } from '../../model/school-year.js';
import type { RosterHead } from '../../store/roster-store.js';
import { tryLater } from '../http/as-problem.js';
import type { Call } from '../http/endpoint.js';

/** A roster changes some times a day: that it does so during each of these is not to be expected. */
const TRIES = 4;

/** A call about one school year; without a year, about the one that runs. */
export type RosterCall = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'now'> & {
  readonly query: { readonly schoolYear?: string };
};

export function schoolYearOf({ query, now }: RosterCall): string {
  return query.schoolYear ?? schoolYearAt(now);
}

export async function headOf(call: RosterCall): Promise<RosterHead | undefined> {
  const schoolYear = schoolYearOf(call);
  return (await call.reads.rosters(call.school)).find((head) => head.schoolYear === schoolYear);
}

/**
 * What the current objects of a school year hang from. A roster that was removed and came back begins at revision 1 again, so the
 * instant belongs to it.
 */
export async function rosterState(call: RosterCall): Promise<string> {
  return stateOf(schoolYearOf(call), await headOf(call));
}

export function stateOf(schoolYear: string, head: RosterHead | undefined): string {
  return head === undefined ? schoolYear : `${schoolYear} ${head.revision} ${head.changedAt}`;
}

/** Reads from one revision of the roster, in however many steps, with the head that goes with it. */
export async function atOneMoment<T>(
  call: RosterCall,
  read: (schoolYear: string) => Promise<T>,
): Promise<{ readonly schoolYear: string; readonly head: RosterHead | undefined; readonly found: T }> {
  const schoolYear = schoolYearOf(call);
  let head = await headOf(call);
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await read(schoolYear);
    const after = await headOf(call);
    if (stateOf(schoolYear, after) === stateOf(schoolYear, head)) return { schoolYear, head, found };
    head = after;
  }
  throw tryLater();
}
