import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { LEFT_CELLS, MEMBERSHIP_CELLS, type RosterCells } from '../../tables/roster/roster-cells.js';
import type { Cell, RosterObjectTable } from './roster-object-table.js';

/** Who is in which group, a row per stretch of time. Synchronous; runs inside the caller's transaction. */
export class MembershipTable {
  private readonly open: Statement<unknown[]>;
  private readonly end: Statement<unknown[]>;
  private readonly endGroup: Statement<unknown[]>;
  private readonly endMember: Statement<unknown[]>;

  constructor(
    db: Database,
    private readonly objects: RosterObjectTable,
  ) {
    const one = 'school = ? AND school_year = ? AND group_id = ? AND member_kind = ? AND member = ? AND until IS NULL';
    // The conflict: parted and joined again within one instant.
    this.open = db.prepare(`
      INSERT INTO roster_memberships (school, school_year, group_id, member_kind, member, since)
      SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM roster_memberships WHERE ${one})
      ON CONFLICT (school, school_year, group_id, member_kind, member, since) DO UPDATE SET until = NULL`);
    this.end = db.prepare(`UPDATE roster_memberships SET until = ? WHERE ${one}`);
    const whole = 'SET until = ? WHERE school = ? AND school_year = ? AND until IS NULL';
    this.endGroup = db.prepare(`UPDATE roster_memberships ${whole} AND group_id = ?`);
    // Left to itself SQLite goes through the whole school.
    this.endMember = db.prepare(`
      UPDATE roster_memberships INDEXED BY roster_memberships_by_member ${whole} AND member_kind = ? AND member = ?`);
  }

  /** Throws `StoreError('unknown')` when the group or the member is not there at the moment. */
  join({ head: { school, schoolYear }, joined, at }: RosterCells): void {
    // Groups come back with each member, and members with each group.
    const known = new Set<string>();
    const check = (kind: Cell, id: Cell) => {
      const name = `${kind} ${id}`;
      if (known.has(name)) return;
      if (!this.objects.isCurrent(school, schoolYear, kind, id)) {
        throw new StoreError('unknown', 'memberships: the group or the member is not in the roster');
      }
      known.add(name);
    };
    for (let cell = 0; cell < joined.length; cell += MEMBERSHIP_CELLS) {
      const [group, memberKind, member] = joined.slice(cell, cell + MEMBERSHIP_CELLS);
      check('group', group);
      check(memberKind, member);
      const key = [school, schoolYear, group, memberKind, member];
      this.open.run(...key, at, ...key);
    }
  }

  part({ head: { school, schoolYear }, parted, at }: RosterCells): void {
    for (let cell = 0; cell < parted.length; cell += MEMBERSHIP_CELLS) {
      this.end.run(at, school, schoolYear, ...parted.slice(cell, cell + MEMBERSHIP_CELLS));
    }
  }

  /** Ends the memberships of and in what is gone. */
  leave({ head: { school, schoolYear }, left, at }: RosterCells): void {
    for (let cell = 0; cell < left.length; cell += LEFT_CELLS) {
      const [kind, id] = left.slice(cell, cell + LEFT_CELLS);
      if (kind === 'group') this.endGroup.run(at, school, schoolYear, id);
      else this.endMember.run(at, school, schoolYear, kind, id);
    }
  }
}
