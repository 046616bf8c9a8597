import { supplied } from '../../core/supplied.js';
import type { GoalIndex, Viewer } from '../../goals/goal-index.js';
import type { GoalSet } from '../../goals/goal-set.js';

/** The set that a goal is of, with its standing: an answer that names a set always says that. */
export type ShownSet = Pick<GoalSet, 'id' | 'version' | 'title' | 'status' | 'legalStatus' | 'lawFrom' | 'lawUntil'>;

/** A goal as people recognise it. Only `uri`: it is of no set that is loaded. */
export interface ShownGoal {
  /** Canonical. */
  readonly uri: string;
  readonly type?: string;
  readonly code?: string;
  readonly title?: string;
  readonly set?: ShownSet;
}

export function shownGoal(index: GoalIndex, uri: string, viewer: Viewer & { readonly set?: number } = {}): ShownGoal {
  const goal = index.goal(uri, viewer);
  const set = goal && index.set(goal.set);
  if (goal === undefined || set === undefined) return { uri };
  const { type, code, title } = goal;
  return { uri, type, ...supplied({ code }), title, set: shownSet(set) };
}

export function shownSet({ id, version, title, status, legalStatus, lawFrom, lawUntil }: GoalSet): ShownSet {
  return {
    ...{ id, version, title, status, legalStatus },
    ...supplied({ lawFrom, lawUntil }),
  };
}
