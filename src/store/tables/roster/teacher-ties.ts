import type { TeacherTie } from '../../roster-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { type MembershipRow, membershipOf, type OfSchoolYear } from './roster-rows.js';

interface YearRow {
  readonly school_year: string;
  readonly roster_since: string | null;
}

const YEARS = query<YearRow, Pick<OfSchoolYear, 'school'>>(
  () => `
    SELECT r.school_year, min(o.since) AS roster_since
    FROM rosters r JOIN roster_objects o ON o.school = r.school AND o.kind = 'group' AND o.school_year = r.school_year
    WHERE r.school = @school GROUP BY r.school_year`,
);
const TIES = query<MembershipRow, OfSchoolYear & { readonly teacher: string }>(
  () => `
    SELECT m.group_id, m.member_kind, m.member, m.since, m.until FROM roster_memberships m
    WHERE m.school = @school AND m.school_year = @schoolYear AND m.group_id IN (
      SELECT t.group_id FROM roster_memberships t
      WHERE t.school = m.school AND t.school_year = m.school_year AND t.member_kind = 'teacher' AND t.member = @teacher)`,
);

/** Who is or was in a group with a teacher. A teacher has few groups. Asks for each school year. */
export function* teacherTies(school: string, teacher: string): Script<readonly TeacherTie[]> {
  const ties: TeacherTie[] = [];
  for (const { school_year: schoolYear, roster_since: rosterSince } of yield* all(YEARS, { school })) {
    for (const row of yield* all(TIES, { school, schoolYear, teacher })) {
      ties.push({ ...membershipOf(row), schoolYear, rosterSince: rosterSince ?? row.since });
    }
  }
  return ties;
}
