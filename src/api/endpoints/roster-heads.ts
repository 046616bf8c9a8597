import { supplied } from '../../core/supplied.js';
import type { RosterCounts, RosterHead } from '../../store/roster-store.js';
import { atOneMoment, type RosterCall } from './roster-moment.js';

/** A roster as clients see it. */
export interface ShownRoster extends Pick<RosterHead, 'schoolYear' | 'revision' | 'changedAt' | 'receivedAt' | 'version'> {
  readonly referenceDate?: string;
  readonly party?: string;
  readonly learnerCount: number;
  readonly groupCount: number;
  readonly teacherCount: number;
}

/** Every school year of a school, newest first. One that is removed meanwhile is left out. */
export async function shownRosters({ reads, school, now }: Omit<RosterCall, 'query'>): Promise<readonly ShownRoster[]> {
  const shown: ShownRoster[] = [];
  for (const { schoolYear } of await reads.rosters(school)) {
    const call = { reads, school, now, query: { schoolYear } };
    const { head, found } = await atOneMoment(call, (year) => reads.rosterCounts(school, year));
    if (head !== undefined) shown.push(shownRoster(head, found));
  }
  return shown;
}

function shownRoster(head: RosterHead, counts: RosterCounts): ShownRoster {
  const { schoolYear, revision, changedAt, receivedAt, referenceDate, party, version } = head;
  return {
    schoolYear,
    revision,
    changedAt,
    receivedAt,
    ...supplied({ referenceDate, party }),
    version,
    learnerCount: counts.learners,
    groupCount: counts.groups,
    teacherCount: counts.teachers,
  };
}
