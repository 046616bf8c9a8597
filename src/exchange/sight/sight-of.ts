import { schoolYearAt } from '../../model/school-year.js';
import type { RosterStore } from '../../store/roster-store.js';
import type { Sight } from './sight.js';
import { TeacherSight } from './teacher-sight.js';

/** Who asks: a teacher, in these days. */
export interface Looker {
  readonly school: string;
  /** Id in the roster. */
  readonly teacher: string;
  readonly now: Date;
}

/** What a teacher may be shown. Somebody who is not in the newest roster up to now has left, and sees nothing. */
export async function sightOfTeacher(store: Pick<RosterStore, 'rosters' | 'rosterRow' | 'teacherTies'>, looker: Looker): Promise<Sight> {
  const { school, teacher, now } = looker;
  const runs = schoolYearAt(now);
  const newest = (await store.rosters(school)).find(({ schoolYear }) => schoolYear <= runs);
  const current = newest && (await store.rosterRow(school, newest.schoolYear, 'teacher', teacher));
  return new TeacherSight(teacher, current === undefined ? [] : await store.teacherTies(school, teacher));
}
