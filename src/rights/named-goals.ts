import { supplied } from '../core/supplied.js';
import type { GoalIndex } from '../goals/goal-index.js';
import type { HandedGoal } from '../model/handed-dossier.js';

/** What goals are called, as the loaded sets have them: each URI once, without those that no loaded set has. */
export function namedGoals(uris: readonly string[], index: GoalIndex, school: string): readonly HandedGoal[] {
  return [...new Set(uris)].flatMap((uri): HandedGoal[] => {
    const goal = index.goal(uri, { school });
    if (goal === undefined) return [];
    const { title, code } = goal;
    const set = index.set(goal.set);
    return [
      {
        goal: uri,
        title,
        ...supplied({ code }),
        ...(set === undefined ? {} : { set: set.id, setVersion: set.version }),
      },
    ];
  });
}
