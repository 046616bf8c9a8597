import type { LedgerLine } from '../../goals/goal-set.js';
import type { StoredGoalSet } from '../../store/goals/goal-set-store.js';
import type { Store } from '../../store/store.js';
import { countedBy } from './import-goal-set.js';

export interface GoalSetView {
  readonly set: StoredGoalSet;
  readonly counts: {
    readonly goals: number;
    readonly relations: number;
    readonly goalsByType: Readonly<Record<string, number>>;
    readonly relationsByType: Readonly<Record<string, number>>;
  };
  /** What became of every field of the files that it came from. */
  readonly ledger: readonly LedgerLine[];
}

/** One version of a set, without its goals. */
export async function showGoalSet({ goals: { sets } }: Pick<Store, 'goals'>, seq: number): Promise<GoalSetView | undefined> {
  const whole = await sets.goalSet(seq);
  if (whole === undefined) return undefined;
  const { set, goals, relations, ledger } = whole;
  return {
    set,
    counts: { goals: goals.length, relations: relations.length, goalsByType: countedBy(goals), relationsByType: countedBy(relations) },
    ledger,
  };
}
