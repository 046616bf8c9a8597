import { knownSchool } from '../known-school.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { type ListedGoalSet, listGoalSets } from './list-goal-sets.js';
import { namedGoalSet } from './named-goal-set.js';

/** More sets side by side than anybody looks at. */
export const MOST_CHOSEN = 50;

/**
 * From now on a school works with these sets, named as `id` (the newest version) or `id@version`; the first is shown first. None: with the
 * newest version of each that it may use, as before it chose. Links of results to goals of other sets stay stored. Throws `Refusal`.
 */
export async function chooseGoalSets(
  office: Pick<Office, 'store'>,
  school: string,
  names: readonly string[],
): Promise<readonly ListedGoalSet[]> {
  const { store } = office;
  knownSchool(await store.directory(), school);
  if (names.length > MOST_CHOSEN) throw unfit(`a school works with at most ${MOST_CHOSEN} sets`);
  const index = await store.goals.sets.goalIndex();
  const sets = names.map((name) => namedGoalSet(index, name, { school }).seq);
  if (new Set(sets).size !== sets.length) throw unfit('name each set once');
  await store.goals.sets.setSchoolSets(school, sets);
  return (await listGoalSets(office, school))
    .filter(({ chosen }) => chosen !== undefined)
    .sort((one, other) => one.chosen! - other.chosen!);
}
