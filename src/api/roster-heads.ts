import type { RosterHead, RosterKind } from '../store/roster-store.js';
import type { Store } from '../store/store.js';

/** A roster as clients see it. */
export interface ShownRoster extends Pick<RosterHead, 'schoolYear' | 'revision' | 'changedAt' | 'receivedAt' | 'version'> {
  readonly referenceDate?: string;
  readonly party?: string;
  readonly learnerCount: number;
  readonly groupCount: number;
  readonly teacherCount: number;
}

/** Every school year of a school, newest first. One that is removed meanwhile is left out. */
export async function shownRosters(store: Store, school: string): Promise<readonly ShownRoster[]> {
  const shown: ShownRoster[] = [];
  for (const { schoolYear } of await store.rosters(school)) {
    const roster = await store.roster(school, schoolYear);
    if (roster === undefined) continue;
    const counts: Record<RosterKind, number> = { learner: 0, group: 0, teacher: 0 };
    for (const { kind } of roster.rows) counts[kind]++;
    shown.push(shownRoster(roster.head, counts));
  }
  return shown;
}

function shownRoster(head: RosterHead, counts: Readonly<Record<RosterKind, number>>): ShownRoster {
  const { schoolYear, revision, changedAt, receivedAt, referenceDate, party, version } = head;
  return {
    schoolYear,
    revision,
    changedAt,
    receivedAt,
    ...(referenceDate === undefined ? {} : { referenceDate }),
    ...(party === undefined ? {} : { party }),
    version,
    learnerCount: counts.learner,
    groupCount: counts.group,
    teacherCount: counts.teacher,
  };
}
