import type { GoalLinkStore } from '../../store/goals/goal-link-store.js';
import type { GoalSetStore } from '../../store/goals/goal-set-store.js';
import type { Check } from './check.js';

const HOUR_MS = 3_600_000;

/** What is looked at of the part of the store that knows of learning goals. */
export interface ExaminedGoals {
  readonly sets: Pick<GoalSetStore, 'goalSets'>;
  readonly links: Pick<GoalLinkStore, 'openRetags'>;
}

/** Whether results have the goals of the present sets and mappings. A re-tag that waits for long is a warning: nobody may be running it. */
export async function examineGoals({ sets, links }: ExaminedGoals, now: Date): Promise<Check> {
  const [loaded, open] = [await sets.goalSets(), await links.openRetags()];
  const check = 'learning goals';
  const many = loaded.length === 0 ? 'no sets loaded' : `${loaded.length} ${loaded.length === 1 ? 'set' : 'sets'} loaded`;
  if (open.length === 0) return { check, ok: true, detail: loaded.length === 0 ? many : `${many}, all results tagged with them` };
  const schools = [...new Set(open.map(({ school }) => school))].join(', ');
  const since = open.map(({ askedAt }) => askedAt).sort()[0] as string;
  const detail = `${many}; results of ${schools} are to be tagged anew since ${since}: uwlr serve does that, or uwlr goals retag`;
  const waitsLong = now.getTime() - Date.parse(since) > HOUR_MS;
  return { check, ok: true, detail, ...(waitsLong ? { warning: true } : {}) };
}
