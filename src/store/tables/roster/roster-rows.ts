import type { Membership } from '../../../model/roster/roster.js';
import type { RosterHead, RosterKind, RosterRow } from '../../roster-store.js';
import { query } from '../../sql/query.js';

/** Of which roster. */
export interface OfSchoolYear {
  readonly school: string;
  readonly schoolYear: string;
}

export interface RosterHeadRow {
  readonly school: string;
  readonly school_year: string;
  readonly revision: number;
  readonly changed_at: string;
  readonly received_at: string;
  readonly reference_date: string | null;
  readonly schoolkey: string | null;
  readonly school_number: string | null;
  readonly created_at: string | null;
  readonly party: string | null;
  readonly version: RosterHead['version'];
  readonly source: string | null;
}

export interface RosterObjectRow {
  readonly kind: RosterKind;
  readonly id: string;
  readonly content: string;
  readonly document: Uint8Array;
  readonly since: string;
}

export interface MembershipRow {
  readonly group_id: string;
  readonly member_kind: Membership['memberKind'];
  readonly member: string;
  readonly since: string;
  readonly until: string | null;
}

export const ROSTER_HEAD = query<RosterHeadRow, OfSchoolYear>(
  () => 'SELECT * FROM rosters WHERE school = @school AND school_year = @schoolYear',
);

export function rosterHeadOf(row: RosterHeadRow): RosterHead {
  return {
    school: row.school,
    schoolYear: row.school_year,
    revision: row.revision,
    changedAt: row.changed_at,
    receivedAt: row.received_at,
    ...(row.reference_date !== null && { referenceDate: row.reference_date }),
    ...(row.schoolkey !== null && { schoolkey: row.schoolkey }),
    ...(row.school_number !== null && { schoolNumber: row.school_number }),
    ...(row.created_at !== null && { createdAt: row.created_at }),
    ...(row.party !== null && { party: row.party }),
    version: row.version,
  };
}

/** A current row: it has no `until`. */
export function rosterRowOf({ kind, id, content, document, since }: RosterObjectRow): RosterRow {
  return { kind, id, content, document, since };
}

export function membershipOf(row: MembershipRow): Membership {
  return {
    group: row.group_id,
    memberKind: row.member_kind,
    member: row.member,
    since: row.since,
    ...(row.until !== null && { until: row.until }),
  };
}
