import type { GoalSet } from '../../../goals/goal-set.js';
import type { StoredGoalSet } from '../../goals/goal-set-store.js';

export interface SetRow {
  readonly seq: number;
  readonly school: string;
  readonly imported_at: number;
  readonly document: string;
}

export function storedSet({ seq, school, imported_at, document }: SetRow): StoredGoalSet {
  const set = JSON.parse(document) as GoalSet;
  return { ...set, seq, ...(school === '' ? {} : { school }), importedAt: new Date(imported_at).toISOString() };
}
