import type { RosterCounts, RosterHead, RosterKind, RosterPage, RosterQuery, RosterRow, RosterSource } from '../../roster-store.js';
import { pageSize } from '../../sql/page.js';
import { query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';
import { type OfSchoolYear, ROSTER_HEAD, type RosterHeadRow, type RosterObjectRow, rosterHeadOf, rosterRowOf } from './roster-rows.js';

const OBJECTS = 'SELECT o.kind, o.id, o.content, o.document, o.since FROM';

const HEADS = query<RosterHeadRow, Pick<OfSchoolYear, 'school'>>(
  () => 'SELECT * FROM rosters WHERE school = @school ORDER BY school_year DESC',
);

const SCHOOLS = query<Pick<OfSchoolYear, 'school'>>(() => 'SELECT DISTINCT school FROM rosters');

const ONE = query<RosterObjectRow, OfSchoolYear & { readonly kind: RosterKind; readonly id: string }>(
  () => `
    ${OBJECTS} roster_objects o
    WHERE o.school = @school AND o.kind = @kind AND o.id = @id AND o.school_year = @schoolYear AND o.until IS NULL`,
);

const SOME = query<RosterObjectRow, OfSchoolYear & { readonly kind: RosterKind; readonly ids: readonly string[] }>(
  ({ inList }) => `
    ${OBJECTS} roster_objects o
    WHERE o.school = @school AND o.kind = @kind AND o.id ${inList('text', 'ids')} AND o.school_year = @schoolYear AND o.until IS NULL`,
);

const COUNTS = query<{ readonly kind: RosterKind; readonly objects: number }, OfSchoolYear>(
  () => `
    SELECT kind, count(*) AS objects FROM roster_objects
    WHERE school = @school AND school_year = @schoolYear AND until IS NULL GROUP BY kind`,
);

/** `group`: of a page of a group only. */
type PageValues = OfSchoolYear & {
  readonly kind: RosterKind;
  readonly group?: string;
  readonly after: string;
  readonly limit: number;
};

/** Every one of them in the order of an index, from a place in it. */
export const PAGES = {
  all: query<RosterObjectRow, PageValues>(
    () => `
      ${OBJECTS} roster_objects o
      WHERE o.school = @school AND o.school_year = @schoolYear AND o.kind = @kind AND o.until IS NULL AND o.id > @after
      ORDER BY o.id LIMIT @limit`,
  ),
  // From the group to its members, instead of through the whole school to find one group.
  ofGroup: query<RosterObjectRow, PageValues>(
    ({ thenJoin }) => `
      ${OBJECTS} roster_memberships m ${thenJoin} roster_objects o
        ON o.school = m.school AND o.kind = m.member_kind AND o.id = m.member AND o.school_year = m.school_year AND o.until IS NULL
      WHERE m.school = @school AND m.school_year = @schoolYear AND m.group_id = @group AND m.member_kind = @kind AND m.until IS NULL
        AND m.member > @after
      ORDER BY m.member LIMIT @limit`,
  ),
} as const;

/** Newest school year first. */
export function* rosterHeads(school: string): Script<readonly RosterHead[]> {
  return (yield* all(HEADS, { school })).map(rosterHeadOf);
}

export function* rosterSource(school: string, schoolYear: string): Script<RosterSource | undefined> {
  const head = yield* first(ROSTER_HEAD, { school, schoolYear });
  return head && { head: rosterHeadOf(head), ...(head.source !== null && { source: head.source }) };
}

export function* rosterRow(school: string, schoolYear: string, kind: RosterKind, id: string): Script<RosterRow | undefined> {
  const row = yield* first(ONE, { school, schoolYear, kind, id });
  return row && rosterRowOf(row);
}

export function* rosterRows(school: string, schoolYear: string, kind: RosterKind, ids: readonly string[]): Script<readonly RosterRow[]> {
  return (yield* all(SOME, { school, schoolYear, kind, ids })).map(rosterRowOf);
}

/** Asks twice. */
export function* rosterPage({ after = '', limit, ...asked }: RosterQuery): Script<RosterPage> {
  const head = yield* first(ROSTER_HEAD, asked);
  const page = asked.group === undefined ? PAGES.all : PAGES.ofGroup;
  const rows = yield* all(page, { ...asked, after, limit: pageSize(limit) });
  return { head: head && rosterHeadOf(head), rows: rows.map(rosterRowOf) };
}

export function* rosterCounts(school: string, schoolYear: string): Script<RosterCounts> {
  const rows = yield* all(COUNTS, { school, schoolYear });
  const { group = 0, learner = 0, teacher = 0 } = Object.fromEntries(rows.map(({ kind, objects }) => [kind, objects]));
  return { groups: group, learners: learner, teachers: teacher };
}

export function* schoolsWithRoster(): Script<readonly string[]> {
  return (yield* all(SCHOOLS, undefined)).map(({ school }) => school);
}
