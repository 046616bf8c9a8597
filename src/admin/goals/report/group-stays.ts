import { dutchDay } from '../../../model/dutch-day.js';
import type { Membership } from '../../../model/roster/roster.js';

/** When a learner was in a group: from the first day on, before `until`. */
export interface Stay {
  readonly learner: string;
  readonly from: string;
  readonly until: string;
}

/**
 * Who was in a group in a school year, and when. Who was there when the first roster of the school year came was there from its beginning, as
 * nobody said otherwise.
 */
export function staysIn(group: string, memberships: readonly Membership[], schoolYear: string): ReadonlyMap<string, readonly Stay[]> {
  const [start = '', end = ''] = schoolYear.split('-').map((year) => `${year}-08-01`);
  const first = memberships.map(({ since }) => since).sort()[0] ?? '';
  const stays = new Map<string, readonly Stay[]>();
  for (const { memberKind, member: learner, group: of, since, until } of memberships) {
    if (memberKind !== 'learner' || of !== group) continue;
    const stay = { learner, from: since <= first ? start : dutchDay(since), until: until === undefined ? end : dutchDay(until) };
    stays.set(learner, [...(stays.get(learner) ?? []), stay]);
  }
  return stays;
}

export function wasThere(stays: readonly Stay[], date: string): boolean {
  const day = date.slice(0, 10);
  return stays.some(({ from, until }) => from <= day && day < until);
}
