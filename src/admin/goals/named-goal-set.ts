import type { GoalIndex, IndexedSet, Viewer } from '../../goals/goal-index.js';
import { unknown } from '../refusal.js';

/** The version of a set that somebody names as `id@version`, or the newest one as `id`. Throws `Refusal`. */
export function namedGoalSet(index: GoalIndex, name: string, viewer: Viewer): IndexedSet {
  const found = goalSetNamed(index, name, viewer);
  if (found === undefined) throw unknown(`there is no goal set ${name}: uwlr goals list shows those that are loaded`);
  return found;
}

export function goalSetNamed(index: GoalIndex, name: string, viewer: Viewer): IndexedSet | undefined {
  const at = name.indexOf('@');
  const [id, version] = at === -1 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
  return index.setNamed(id, version, viewer);
}

export function nameOfSet({ id, version }: Pick<IndexedSet, 'id' | 'version'>): string {
  return `${id}@${version}`;
}
