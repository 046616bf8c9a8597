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
import { type MembershipRow, membershipOf, type RosterHeadRow, rosterHeadOf } from '../../tables/roster/roster-rows.js';
import { inPieces } from '../connection/in-pieces.js';
import type { StatementCache } from '../connection/statement-cache.js';

const HEAD = 'SELECT * FROM rosters WHERE school = ? AND school_year = ?';

/** In the order of an index: what has to be sorted first is read in one go. */
export const WHOLE = {
  objects: `
    SELECT kind, id, content, document, since FROM roster_objects INDEXED BY roster_objects_current
    WHERE school = ? AND school_year = ? AND until IS NULL ORDER BY kind, position, seq`,
  contents: `
    SELECT kind, id, content FROM roster_objects INDEXED BY roster_objects_current
    WHERE school = ? AND school_year = ? AND until IS NULL ORDER BY kind, position, seq`,
  packs: 'SELECT kind, size, document FROM roster_packs WHERE school = ? AND school_year = ? ORDER BY number',
  memberships: `
    SELECT group_id, member_kind, member, since, until FROM roster_memberships WHERE school = ? AND school_year = ?
    ORDER BY group_id, member_kind, member, since`,
  ids: `
    SELECT id FROM roster_objects WHERE school = ? AND school_year = ? AND kind = ? AND until IS NULL ORDER BY id`,
  // CROSS JOIN: from the group to its members, instead of through the whole school to find one group.
  idsOfGroup: `
    SELECT o.id FROM roster_memberships m CROSS JOIN roster_objects o
      ON o.school = m.school AND o.kind = m.member_kind AND o.id = m.member AND o.school_year = m.school_year AND o.until IS NULL
    WHERE m.school = ? AND m.school_year = ? AND m.member_kind = ? AND m.group_id = ? AND m.until IS NULL
    ORDER BY m.member`,
  aliases: 'SELECT alias, learner FROM learner_aliases WHERE school = ?',
} as const;

type RosterObjectCells = readonly [kind: RosterKind, id: string, content: string, document: Uint8Array, since: string];
type RosterContentCells = readonly [kind: RosterKind, id: string, content: string];
type AliasCells = readonly [alias: string, learner: string];

/** Reads a whole roster in pieces, over a connection in a read transaction. */
export async function readSnapshot(statements: StatementCache, school: string, schoolYear: string): Promise<RosterSnapshot | undefined> {
  const head = statements.prepare<RosterHeadRow>(HEAD).get(school, schoolYear);
  if (head === undefined) return undefined;
  const rows: RosterRow[] = [];
  // As arrays: to make an object of each row, and another one of that, costs as much as to read it.
  const objects = statements.prepare<RosterObjectCells>(WHOLE.objects).raw().iterate(school, schoolYear);
  await inPieces(objects, ([kind, id, content, document, since]) => rows.push({ kind, id, content, document, since }));
  return { head: rosterHeadOf(head), rows };
}

/** As `readSnapshot`. */
export async function readPacks(statements: StatementCache, school: string, schoolYear: string): Promise<RosterPacks | undefined> {
  const rows: RosterPack[] = [];
  await inPieces(statements.prepare<RosterPack>(WHOLE.packs).iterate(school, schoolYear), (pack) => rows.push(pack));
  const head = rows.length === 0 ? undefined : statements.prepare<RosterHeadRow>(HEAD).get(school, schoolYear);
  return head && { head: rosterHeadOf(head), rows };
}

/** As `readSnapshot`. */
export async function readContents(statements: StatementCache, school: string, schoolYear: string): Promise<RosterContents | undefined> {
  const head = statements.prepare<RosterHeadRow>(HEAD).get(school, schoolYear);
  if (head === undefined) return undefined;
  const rows: RosterContents['rows'][number][] = [];
  const contents = statements.prepare<RosterContentCells>(WHOLE.contents).raw().iterate(school, schoolYear);
  await inPieces(contents, ([kind, id, content]) => rows.push({ kind, id, content }));
  return { head: rosterHeadOf(head), rows };
}

/** As `readSnapshot`. */
export async function readMemberships(statements: StatementCache, school: string, schoolYear: string): Promise<readonly Membership[]> {
  const found: Membership[] = [];
  await inPieces(statements.prepare<MembershipRow>(WHOLE.memberships).iterate(school, schoolYear), (row) => found.push(membershipOf(row)));
  return found;
}

/** As `readSnapshot`. */
export async function readAliases(statements: StatementCache, school: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const aliases = statements.prepare<AliasCells>(WHOLE.aliases).raw().iterate(school);
  await inPieces(aliases, ([alias, learner]) => found.set(alias, learner));
  return found;
}

/** As `readSnapshot`. */
export async function readIds(statements: StatementCache, { school, schoolYear, kind, group }: RosterIdsQuery): Promise<RosterIds> {
  const head = statements.prepare<RosterHeadRow>(HEAD).get(school, schoolYear);
  if (head === undefined) return { head: undefined, ids: [] };
  const ids: string[] = [];
  const rows =
    group === undefined
      ? statements.prepare<{ id: string }>(WHOLE.ids).iterate(school, schoolYear, kind)
      : statements.prepare<{ id: string }>(WHOLE.idsOfGroup).iterate(school, schoolYear, kind, group);
  await inPieces(rows, ({ id }) => ids.push(id));
  return { head: rosterHeadOf(head), ids };
}
