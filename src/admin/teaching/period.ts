import { dutchDay } from '../../model/dutch-day.js';
import { schoolYearAt } from '../../model/school-year.js';

/** Days, both included. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

/** What an answer about results says of itself: it is about what was received, and of nothing else. */
export interface Covers extends Period {
  /** How much of a goal results are about: nobody says so. */
  readonly coverage: 'unknown';
  readonly says: string;
}

const SAYS =
  'Results dated in this period that the gateway received. A result may be about a part of the goal, and about other goals too. Nothing received says nothing about the learner.';
const OWN_GROUPS =
  ' A teacher is shown what is dated on days on which the learner was in a group of that teacher: more may have been received.';
const RECENT_DAYS = 42;
const DAY_MS = 86_400_000;
/** Of counts, so that nobody takes them for more than they are. */
export const COUNTED = 'of results that touch this goal; may also be of other goals';

/**
 * From the first day of a school year (the running one) up to its last day or today, unless it is said otherwise. Undefined: it ends before
 * it begins.
 */
export function periodOf(
  { from, until, schoolYear }: { readonly from?: string; readonly until?: string; readonly schoolYear?: string },
  now: Date,
): Period | undefined {
  const [begin = '', end = ''] = (schoolYear ?? schoolYearAt(now)).split('-');
  const first = from ?? `${begin}-08-01`;
  const last = until ?? [dutchDay(now), `${end}-07-31`].sort()[0] ?? '';
  return first <= last ? { from: first, until: last } : undefined;
}

/** The last six weeks of a period without a first day: what is recent. */
export function recentPeriodOf(query: Parameters<typeof periodOf>[0], now: Date): Period | undefined {
  const period = periodOf(query, now);
  if (period === undefined || query.from !== undefined) return period;
  const recent = new Date(Date.parse(`${period.until}T00:00:00Z`) - RECENT_DAYS * DAY_MS).toISOString().slice(0, 10);
  return { ...period, from: [recent, period.from].sort()[1] as string };
}

/** `ownGroups`: it is for a teacher, who is not shown all that was received. */
export function covers(period: Period, ownGroups: boolean): Covers {
  return { ...period, coverage: 'unknown', says: ownGroups ? SAYS + OWN_GROUPS : SAYS };
}
