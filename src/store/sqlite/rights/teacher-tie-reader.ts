import type { Database, Statement } from 'better-sqlite3';
import type { TeacherTie } from '../../roster-store.js';
import { type MembershipRow, membershipOf } from '../../tables/roster/roster-rows.js';

interface YearRow {
  readonly school_year: string;
  readonly roster_since: string | null;
}

/** Who is or was in a group with a teacher. Synchronous, in small steps: a teacher has few groups. */
export class TeacherTieReader {
  private readonly years: Statement<[string], YearRow>;
  private readonly ties: Statement<[string, string, string], MembershipRow>;

  constructor(db: Database) {
    this.years = db.prepare(`
      SELECT r.school_year, min(o.since) AS roster_since
      FROM rosters r JOIN roster_objects o ON o.school = r.school AND o.kind = 'group' AND o.school_year = r.school_year
      WHERE r.school = ? GROUP BY r.school_year`);
    this.ties = db.prepare(`
      SELECT m.group_id, m.member_kind, m.member, m.since, m.until FROM roster_memberships m
      WHERE m.school = ? AND m.school_year = ? AND m.group_id IN (
        SELECT t.group_id FROM roster_memberships t
        WHERE t.school = m.school AND t.school_year = m.school_year AND t.member_kind = 'teacher' AND t.member = ?)`);
  }

  of(school: string, teacher: string): readonly TeacherTie[] {
    return this.years
      .all(school)
      .flatMap(({ school_year: schoolYear, roster_since: rosterSince }) =>
        this.ties
          .all(school, schoolYear, teacher)
          .map((row) => ({ ...membershipOf(row), schoolYear, rosterSince: rosterSince ?? row.since })),
      );
  }
}
