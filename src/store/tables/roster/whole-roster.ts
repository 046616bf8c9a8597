import type { Membership } from '../../../model/roster/roster.js';
import type {
  RosterContents,
  RosterIds,
  RosterIdsQuery,
  RosterKind,
  RosterPack,
  RosterPacks,
  RosterRow,
  RosterSnapshot,
} from '../../roster-store.js';
import { cells, query } from '../../sql/query.js';
import { first, type Script, stream } from '../../sql/script.js';
import { type MembershipRow, membershipOf, type OfSchoolYear, ROSTER_HEAD, rosterHeadOf } from './roster-rows.js';

type OfKind = OfSchoolYear & { readonly kind: RosterKind };

/**
 * All of it, in the order of an index: what has to be sorted first is read in one go. As lists of values, mostly: to make an object of each row, and
 * another one of that, costs as much as to read it.
 */
export const WHOLE = {
  objects: cells<readonly [kind: RosterKind, id: string, content: string, document: Uint8Array, since: string], OfSchoolYear>(
    ({ by }) => `
      SELECT kind, id, content, document, since FROM roster_objects ${by('roster_objects_current')}
      WHERE school = @school AND school_year = @schoolYear AND until IS NULL ORDER BY kind, position, seq`,
  ),
  contents: cells<readonly [kind: RosterKind, id: string, content: string], OfSchoolYear>(
    ({ by }) => `
      SELECT kind, id, content FROM roster_objects ${by('roster_objects_current')}
      WHERE school = @school AND school_year = @schoolYear AND until IS NULL ORDER BY kind, position, seq`,
  ),
  packs: query<RosterPack, OfSchoolYear>(
    () => 'SELECT kind, size, document FROM roster_packs WHERE school = @school AND school_year = @schoolYear ORDER BY number',
  ),
  memberships: query<MembershipRow, OfSchoolYear>(
    () => `
      SELECT group_id, member_kind, member, since, until FROM roster_memberships WHERE school = @school AND school_year = @schoolYear
      ORDER BY group_id, member_kind, member, since`,
  ),
  ids: cells<readonly [id: string], OfKind>(
    () => `
      SELECT id FROM roster_objects
      WHERE school = @school AND school_year = @schoolYear AND kind = @kind AND until IS NULL ORDER BY id`,
  ),
  // From the group to its members, instead of through the whole school to find one group.
  idsOfGroup: cells<readonly [id: string], OfKind & { readonly group: string }>(
    ({ thenJoin }) => `
      SELECT o.id FROM roster_memberships m ${thenJoin} roster_objects o
        ON o.school = m.school AND o.kind = m.member_kind AND o.id = m.member AND o.school_year = m.school_year AND o.until IS NULL
      WHERE m.school = @school AND m.school_year = @schoolYear AND m.member_kind = @kind AND m.group_id = @group AND m.until IS NULL
      ORDER BY m.member`,
  ),
  aliases: cells<readonly [alias: string, learner: string], Pick<OfSchoolYear, 'school'>>(
    () => 'SELECT alias, learner FROM learner_aliases WHERE school = @school',
  ),
} as const;

export function* wholeRoster(school: string, schoolYear: string): Script<RosterSnapshot | undefined> {
  const head = yield* first(ROSTER_HEAD, { school, schoolYear });
  if (head === undefined) return undefined;
  const rows: RosterRow[] = [];
  yield* stream(WHOLE.objects, { school, schoolYear }, ([kind, id, content, document, since]) =>
    rows.push({ kind, id, content, document, since }),
  );
  return { head: rosterHeadOf(head), rows };
}

export function* wholePacks(school: string, schoolYear: string): Script<RosterPacks | undefined> {
  const rows: RosterPack[] = [];
  yield* stream(WHOLE.packs, { school, schoolYear }, (pack) => rows.push(pack));
  const head = rows.length === 0 ? undefined : yield* first(ROSTER_HEAD, { school, schoolYear });
  return head && { head: rosterHeadOf(head), rows };
}

export function* wholeContents(school: string, schoolYear: string): Script<RosterContents | undefined> {
  const head = yield* first(ROSTER_HEAD, { school, schoolYear });
  if (head === undefined) return undefined;
  const rows: RosterContents['rows'][number][] = [];
  yield* stream(WHOLE.contents, { school, schoolYear }, ([kind, id, content]) => rows.push({ kind, id, content }));
  return { head: rosterHeadOf(head), rows };
}

export function* wholeMemberships(school: string, schoolYear: string): Script<readonly Membership[]> {
  const found: Membership[] = [];
  yield* stream(WHOLE.memberships, { school, schoolYear }, (row) => found.push(membershipOf(row)));
  return found;
}

/** Learners by alias. */
export function* wholeAliases(school: string): Script<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  yield* stream(WHOLE.aliases, { school }, ([alias, learner]) => found.set(alias, learner));
  return found;
}

export function* wholeIds({ school, schoolYear, kind, group }: RosterIdsQuery): Script<RosterIds> {
  const head = yield* first(ROSTER_HEAD, { school, schoolYear });
  if (head === undefined) return { head: undefined, ids: [] };
  const ids: string[] = [];
  const take = ([id]: readonly [id: string]) => ids.push(id);
  if (group === undefined) yield* stream(WHOLE.ids, { school, schoolYear, kind }, take);
  else yield* stream(WHOLE.idsOfGroup, { school, schoolYear, kind, group }, take);
  return { head: rosterHeadOf(head), ids };
}
