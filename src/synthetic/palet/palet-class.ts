import type { Learner } from '../../model/roster/roster.js';
import { type SyntheticAdministration, syntheticSchool } from '../school/synthetic-school.js';

/** The school of the palet. */
export const PALET_SCHOOL = '99PA';
export const PALET_YEAR = '2026-2027';

/** A school with one class of group 5: the one of a larger school that is invented in the same way. */
export function paletSchool(): SyntheticAdministration {
  const whole = syntheticSchool({ brin: PALET_SCHOOL, learners: 192, groups: 8, schoolYear: PALET_YEAR, seed: 'palet', locations: 1 });
  const { roster, locationOf } = whole;
  const group = roster.groups.find(({ kind, yearGroup }) => kind === 'base' && yearGroup === '5');
  const id = group?.id as string;
  const learners = roster.learners.filter((learner) => learner.group === id);
  const combined = new Set(learners.flatMap(({ combinedGroups }) => combinedGroups));
  return {
    ...whole,
    roster: {
      ...roster,
      groups: roster.groups.filter((one) => one.id === id || combined.has(one.id)),
      learners,
      teachers: roster.teachers
        .filter(({ groups }) => groups.some((one) => one.group === id))
        .map((teacher) => ({ ...teacher, groups: teacher.groups.filter((one) => one.group === id || combined.has(one.group)) })),
    },
    locationOf: { [id]: locationOf[id] as string },
  };
}

/** What is missing, on purpose: a dashboard has to show each of these for what it is. */
export interface PaletGaps {
  /** No results of anybody. */
  readonly nothing: Learner;
  /** Results of one vendor only. */
  readonly onlyMethod: Learner;
  readonly onlyExercises: Learner;
  /** Missed the second test. */
  readonly missedTest: Learner;
}

/** Pupils with an ECK iD, by their place in the class. Those without one have no results of the vendor that knows pupils by ECK iD alone. */
export function paletGaps(school: SyntheticAdministration): PaletGaps {
  const known = school.roster.learners.filter(({ eckId }) => eckId !== undefined);
  const [, , , nothing, , onlyMethod, onlyExercises, , missedTest] = known as [...Learner[]];
  return { nothing, onlyMethod, onlyExercises, missedTest } as PaletGaps;
}
