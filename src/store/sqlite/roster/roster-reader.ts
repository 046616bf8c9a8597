import type { Database, Statement } from 'better-sqlite3';
import type { RosterCounts, RosterHead, RosterKind, RosterPage, RosterQuery, RosterRow, RosterSource } from '../../roster-store.js';
import { pageSize } from '../../sql/page.js';
import { type RosterHeadRow, type RosterObjectRow, rosterHeadOf, rosterRowOf } from '../../tables/roster/roster-rows.js';

const OBJECTS = 'SELECT o.kind, o.id, o.content, o.document, o.since FROM';

/** Every one of them in the order of an index, from a place in it. */
export const PAGES = {
  all: `
    ${OBJECTS} roster_objects o
    WHERE o.school = @school AND o.school_year = @schoolYear AND o.kind = @kind AND o.until IS NULL AND o.id > @after
    ORDER BY o.id LIMIT @limit`,
  // CROSS JOIN: from the group to its members, instead of through the whole school to find one group.
  ofGroup: `
    ${OBJECTS} roster_memberships m CROSS JOIN roster_objects o
      ON o.school = m.school AND o.kind = m.member_kind AND o.id = m.member AND o.school_year = m.school_year AND o.until IS NULL
    WHERE m.school = @school AND m.school_year = @schoolYear AND m.group_id = @group AND m.member_kind = @kind AND m.until IS NULL
      AND m.member > @after
    ORDER BY m.member LIMIT @limit`,
} as const;

/** Reads parts of rosters. Synchronous, in small steps. */
export class RosterReader {
  private readonly heads: Statement<[string], RosterHeadRow>;
  private readonly head: Statement<[string, string], RosterHeadRow>;
  private readonly object: Statement<[string, RosterKind, string, string], RosterObjectRow>;
  private readonly objects: Statement<unknown[], RosterObjectRow>;
  private readonly some: Statement<unknown[], RosterObjectRow>;
  private readonly someOfGroup: Statement<unknown[], RosterObjectRow>;
  private readonly numbers: Statement<[string, string], readonly [RosterKind, number]>;

  constructor(private readonly db: Database) {
    this.heads = db.prepare('SELECT * FROM rosters WHERE school = ? ORDER BY school_year DESC');
    this.head = db.prepare('SELECT * FROM rosters WHERE school = ? AND school_year = ?');
    this.object = db.prepare(
      `${OBJECTS} roster_objects o WHERE o.school = ? AND o.kind = ? AND o.id = ? AND o.school_year = ? AND o.until IS NULL`,
    );
    this.objects = db.prepare(`
      ${OBJECTS} roster_objects o
      WHERE o.school = ? AND o.kind = ? AND o.id IN (SELECT value FROM json_each(?)) AND o.school_year = ? AND o.until IS NULL`);
    this.some = db.prepare(PAGES.all);
    this.someOfGroup = db.prepare(PAGES.ofGroup);
    this.numbers = db
      .prepare<[string, string], readonly [RosterKind, number]>(
        'SELECT kind, count(*) FROM roster_objects WHERE school = ? AND school_year = ? AND until IS NULL GROUP BY kind',
      )
      .raw();
  }

  all(school: string): readonly RosterHead[] {
    return this.heads.all(school).map(rosterHeadOf);
  }

  source(school: string, schoolYear: string): RosterSource | undefined {
    const head = this.head.get(school, schoolYear);
    return head && { head: rosterHeadOf(head), ...(head.source !== null && { source: head.source }) };
  }

  row(school: string, schoolYear: string, kind: RosterKind, id: string): RosterRow | undefined {
    const row = this.object.get(school, kind, id, schoolYear);
    return row && rosterRowOf(row);
  }

  rows(school: string, schoolYear: string, kind: RosterKind, ids: readonly string[]): readonly RosterRow[] {
    return this.objects.all(school, kind, JSON.stringify(ids), schoolYear).map(rosterRowOf);
  }

  page({ after = '', limit, ...query }: RosterQuery): RosterPage {
    const statement = query.group === undefined ? this.some : this.someOfGroup;
    return this.db.transaction(() => {
      const head = this.head.get(query.school, query.schoolYear);
      const rows = statement.all({ ...query, after, limit: pageSize(limit) }).map(rosterRowOf);
      return { head: head && rosterHeadOf(head), rows };
    })();
  }

  counts(school: string, schoolYear: string): RosterCounts {
    const { group = 0, learner = 0, teacher = 0 } = Object.fromEntries(this.numbers.all(school, schoolYear));
    return { groups: group, learners: learner, teachers: teacher };
  }
}
