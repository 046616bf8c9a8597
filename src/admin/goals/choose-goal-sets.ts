import type { IndexedSet } from '../../goals/goal-index.js';
import type { GoalSetStore } from '../../store/goals/goal-set-store.js';
import type { Store } from '../../store/store.js';
import { unfit } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';
import { namedGoalSet } from './named-goal-set.js';

/** More sets side by side than anybody looks at. */
const MOST_CHOSEN = 50;

/** What a choice needs of the store. */
export type ChoiceStore = Pick<Store, 'directory'> & {
  readonly goals: { readonly sets: Pick<GoalSetStore, 'goalIndex' | 'setSchoolSets'> };
};

/**
 * From now on a school works with these sets, named as `id` (the newest version) or `id@version`; the first is shown first. None: with the
 * newest version of each that it may use, as before it chose. Gives the sets that it works with. Links of results to goals of other sets stay
 * stored. Throws `Refusal`.
 */
export async function chooseGoalSets(store: ChoiceStore, school: string, names: readonly string[]): Promise<readonly IndexedSet[]> {
  const { sets } = store.goals;
  knownSchool(await store.directory(), school);
  if (names.length > MOST_CHOSEN) throw unfit(`a school works with at most ${MOST_CHOSEN} sets`);
  const index = await sets.goalIndex();
  const chosen = names.map((name) => namedGoalSet(index, name, { school }).seq);
  if (new Set(chosen).size !== chosen.length) throw unfit('name each set once');
  await sets.setSchoolSets(school, chosen);
  return (await sets.goalIndex()).setsOf(school);
}
