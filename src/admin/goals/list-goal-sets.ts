import type { IndexedSet } from '../../goals/goal-index.js';
import type { Office } from '../office.js';
import { knownSchool } from '../schools/known-school.js';

export interface ListedGoalSet extends IndexedSet {
  readonly goals: number;
  /** Place among the sets that the school works with, from 1; absent when it does not. Only when a school is named. */
  readonly chosen?: number;
}

/** The loaded versions of sets, in order of id and import; for a school: those that it may use. Throws `Refusal` for an unknown school. */
export async function listGoalSets({ store }: Pick<Office, 'store'>, school?: string): Promise<readonly ListedGoalSet[]> {
  if (school !== undefined) knownSchool(await store.directory(), school);
  const [sets, index] = [await store.goals.sets.goalSets(), await store.goals.sets.goalIndex()];
  const used = school === undefined ? [] : index.setsOf(school).map(({ seq }) => seq);
  return sets
    .filter((set) => school === undefined || set.school === undefined || set.school === school)
    .map((set) => {
      const place = used.indexOf(set.seq);
      return { ...set, goals: index.sizeOf(set.seq), ...(place === -1 ? {} : { chosen: place + 1 }) };
    });
}
