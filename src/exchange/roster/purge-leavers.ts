import { schoolYearAt } from '../../model/school-year.js';
import type { RosterStore } from '../../store/roster-store.js';

const DAY_MS = 86_400_000;

export interface PurgeOptions {
  /** Only of this school. */
  readonly school?: string;
  /** How many days they may stay after they left, or after the school year ended and a source last gave it. */
  readonly days: number;
  readonly now: Date;
}

/** What was removed, and who had to be gone by when. */
export interface Purged {
  /** ISO instant. */
  readonly before: string;
  readonly learners: number;
  readonly groups: number;
  readonly teachers: number;
}

/**
 * Removes for good who left a roster, and rosters of school years that are over, longer ago than they may stay. A year that a source
 * gave since then, such as a file of an earlier year, is still in use.
 */
export async function purgeLeavers(store: Pick<RosterStore, 'purgeRosters'>, { school, days, now }: PurgeOptions): Promise<Purged> {
  const limit = new Date(now.getTime() - days * DAY_MS);
  const before = limit.toISOString();
  // A school year that was over at that moment ended before it.
  const removed = await store.purgeRosters({ ...(school === undefined ? {} : { school }), before, beforeYear: schoolYearAt(limit) });
  return { before, ...removed };
}
