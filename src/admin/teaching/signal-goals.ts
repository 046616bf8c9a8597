import { supplied } from '../../core/supplied.js';
import type { GoalIndex } from '../../goals/goal-index.js';
import type { MappingIndex } from '../../goals/mapping/mapping-index.js';
import type { StoredSignal } from '../../store/goals/signal-store.js';

/** The public goals that a signal is about: those that the vendor's own goal goes with, as somebody asserts it. None: nobody does. */
export function goalsOfSignal(
  { party, supplierGoal }: Pick<StoredSignal, 'party' | 'supplierGoal'>,
  school: string,
  { index, mappings }: { readonly index: GoalIndex; readonly mappings: MappingIndex },
): readonly string[] {
  const mapped = mappings.goalsOf(school, party, supplierGoal.id).flatMap(({ goal, goalSet }) => {
    if (goal === undefined) return [];
    return index.resolve(goal, { school, ...supplied({ set: goalSet }) })?.goal ?? [];
  });
  // A vendor that works with public goals names one itself.
  const own = index.resolve(supplierGoal.id, { school })?.goal;
  return [...new Set(mapped.length > 0 || own === undefined ? mapped : [own])];
}
