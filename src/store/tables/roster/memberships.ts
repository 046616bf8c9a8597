import { query } from '../../sql/query.js';
import { runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { type Cell, cellRows, LEFT_CELLS, MEMBERSHIP_CELLS, type RosterCells } from './roster-cells.js';
import { currentObjects } from './roster-objects.js';
import type { OfSchoolYear } from './roster-rows.js';

interface AtInstant extends OfSchoolYear {
  readonly at: string;
}

interface MemberValues extends AtInstant {
  readonly group: Cell;
  readonly memberKind: Cell;
  readonly member: Cell;
}

const ONE =
  'school = @school AND school_year = @schoolYear AND group_id = @group AND member_kind = @memberKind AND member = @member AND until IS NULL';
const WHOLE = 'SET until = @at WHERE school = @school AND school_year = @schoolYear AND until IS NULL';

/** The conflict: parted and joined again within one instant. */
const JOIN = query<never, MemberValues>(
  () => `
    INSERT INTO roster_memberships (school, school_year, group_id, member_kind, member, since)
    SELECT @school, @schoolYear, @group, @memberKind, @member, @at WHERE NOT EXISTS (SELECT 1 FROM roster_memberships WHERE ${ONE})
    ON CONFLICT (school, school_year, group_id, member_kind, member, since) DO UPDATE SET until = NULL`,
);
const PART = query<never, MemberValues>(() => `UPDATE roster_memberships SET until = @at WHERE ${ONE}`);
const END_GROUP = query<never, AtInstant & { readonly id: Cell }>(() => `UPDATE roster_memberships ${WHOLE} AND group_id = @id`);
/** Left to itself SQLite goes through the whole school. */
const END_MEMBER = query<never, AtInstant & { readonly kind: Cell; readonly id: Cell }>(
  ({ by }) => `UPDATE roster_memberships ${by('roster_memberships_by_member')} ${WHOLE} AND member_kind = @kind AND member = @id`,
);

/** Throws `StoreError('unknown')` when a group or a member is not there at the moment. */
export function* joinGroups(change: RosterCells): Script<void> {
  const joined = memberships(change, change.joined);
  // Groups come back with each member, and members with each group.
  const asked = new Map<Cell, Set<string>>();
  const ask = (kind: Cell, id: Cell) => {
    const ids = asked.get(kind);
    if (ids === undefined) asked.set(kind, new Set([id as string]));
    else ids.add(id as string);
  };
  for (const { group, memberKind, member } of joined) {
    ask('group', group);
    ask(memberKind, member);
  }
  for (const [kind, ids] of asked) {
    const known = yield* currentObjects(change.head, kind, [...ids]);
    if (known !== ids.size) throw new StoreError('unknown', 'memberships: the group or the member is not in the roster');
  }
  yield* runMany(JOIN, joined);
}

export function* partGroups(change: RosterCells): Script<void> {
  yield* runMany(PART, memberships(change, change.parted));
}

/** Ends the memberships of and in what is gone. */
export function* endMembershipsOf({ head: { school, schoolYear }, left, at }: RosterCells): Script<void> {
  const gone = cellRows(left, LEFT_CELLS, ([kind, id]) => ({ school, schoolYear, at, kind, id }));
  yield* runMany(
    END_GROUP,
    gone.filter(({ kind }) => kind === 'group'),
  );
  yield* runMany(
    END_MEMBER,
    gone.filter(({ kind }) => kind !== 'group'),
  );
}

function memberships({ head: { school, schoolYear }, at }: RosterCells, cells: RosterCells['joined']): readonly MemberValues[] {
  return cellRows(cells, MEMBERSHIP_CELLS, ([group, memberKind, member]) => ({ school, schoolYear, at, group, memberKind, member }));
}
