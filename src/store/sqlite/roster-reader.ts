import type { Database, Statement } from 'better-sqlite3';
import type { Membership } from '../../model/roster.js';
import type { RosterHead, RosterKind, RosterQuery, RosterRow, RosterSnapshot } from '../roster-store.js';
import type { Page } from '../store.js';
import { type CursorKind, placeOf } from './cursor.js';
import { pageOf, rowsFor } from './page.js';
import { type MembershipRow, membershipOf, type RosterHeadRow, type RosterObjectRow, rosterHeadOf, rosterRowOf } from './roster-rows.js';

const OBJECTS = 'SELECT seq, kind, id, position, content, document, since FROM roster_objects';
const CURSORS: Readonly<Record<RosterKind, CursorKind>> = { group: 'groups', learner: 'learners', teacher: 'teachers' };

/** Reads rosters. Synchronous; a whole roster is one step, so that it is as of one moment. */
export class RosterReader {
  private readonly heads: Statement<[string], RosterHeadRow>;
  private readonly head: Statement<[string, string], RosterHeadRow>;
  private readonly current: Statement<[string, string], RosterObjectRow>;
  private readonly object: Statement<[string, RosterKind, string, string], RosterObjectRow>;
  private readonly some: Statement<unknown[], RosterObjectRow>;
  private readonly someOfGroup: Statement<unknown[], RosterObjectRow>;
  private readonly members: Statement<[string, string], MembershipRow>;

  constructor(private readonly db: Database) {
    this.heads = db.prepare('SELECT * FROM rosters WHERE school = ? ORDER BY school_year DESC');
    this.head = db.prepare('SELECT * FROM rosters WHERE school = ? AND school_year = ?');
    this.current = db.prepare(`${OBJECTS} WHERE school = ? AND school_year = ? AND until IS NULL ORDER BY kind, position, seq`);
    this.object = db.prepare(`${OBJECTS} WHERE school = ? AND kind = ? AND id = ? AND school_year = ? AND until IS NULL`);
    const after = 'AND (position, seq) > (?, ?) ORDER BY position, seq LIMIT ?';
    this.some = db.prepare(`${OBJECTS} WHERE school = ? AND school_year = ? AND kind = ? AND until IS NULL ${after}`);
    // The plus keeps SQLite from going through the whole school in order to find one group.
    this.someOfGroup = db.prepare(`
      ${OBJECTS} WHERE school = ? AND +school_year = ? AND kind = ? AND +until IS NULL AND id IN (
        SELECT member FROM roster_memberships WHERE school = ? AND school_year = ? AND group_id = ? AND member_kind = ? AND until IS NULL
      ) ${after}`);
    this.members = db.prepare(`
      SELECT group_id, member_kind, member, since, until FROM roster_memberships WHERE school = ? AND school_year = ?
      ORDER BY group_id, member_kind, member, since`);
  }

  all(school: string): readonly RosterHead[] {
    return this.heads.all(school).map(rosterHeadOf);
  }

  snapshot(school: string, schoolYear: string): RosterSnapshot | undefined {
    return this.db.transaction(() => {
      const head = this.head.get(school, schoolYear);
      return head && { head: rosterHeadOf(head), rows: this.current.all(school, schoolYear).map(rosterRowOf) };
    })();
  }

  row(school: string, schoolYear: string, kind: RosterKind, id: string): RosterRow | undefined {
    const row = this.object.get(school, kind, id, schoolYear);
    return row && rosterRowOf(row);
  }

  page({ school, schoolYear, kind, group, cursor, limit }: RosterQuery): Page<RosterRow> {
    const list = CURSORS[kind];
    const [position, seq] = cursor === undefined ? [-1, 0] : placeOf(list, cursor, 2);
    const end = [position, seq, rowsFor(limit)];
    const rows =
      group === undefined
        ? this.some.all(school, schoolYear, kind, ...end)
        : this.someOfGroup.all(school, schoolYear, kind, school, schoolYear, group, kind, ...end);
    return pageOf(list, rows, limit, rosterRowOf, (row) => [row.position, row.seq]);
  }

  memberships(school: string, schoolYear: string): readonly Membership[] {
    return this.members.all(school, schoolYear).map(membershipOf);
  }
}
