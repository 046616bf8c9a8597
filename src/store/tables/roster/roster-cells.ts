import type { RosterChange, RosterHead, RosterKind, RosterPacks } from '../../roster-store.js';
import { type Cells, sealed } from '../cells.js';
import { type WholeExchange, wholeExchange } from '../exchanges/exchange-columns.js';

/** What may go: of one school, whatever left before an instant (ISO), and rosters of earlier school years that no source gave since. */
export interface RosterPurgeScope {
  readonly school: string;
  readonly before: string;
  readonly beforeYear: string;
}

/** Numbers of objects by kind. */
export type RosterPurged = Readonly<Record<RosterKind, number>>;

/** Packs of a roster as they cross to the writer. */
export interface PackCells {
  readonly head: Pick<RosterHead, 'school' | 'schoolYear' | 'revision' | 'changedAt'>;
  /** kind, size, document. */
  readonly packs: Cells;
}

export const PACK_CELLS = 3;

export function packCells({ head: { school, schoolYear, revision, changedAt }, rows }: RosterPacks): PackCells {
  const packs = cellsOf(rows, ({ kind, size, document }) => [kind, String(size), sealed(document)]);
  return { head: { school, schoolYear, revision, changedAt }, packs };
}

/** A roster change as it crosses to the writer, its lists as cells (see `cells.ts`). */
export interface RosterCells {
  readonly head: Omit<RosterHead, 'revision' | 'changedAt'>;
  readonly base: number;
  readonly erasures: number | undefined;
  readonly at: string;
  /** kind, id, position, content, document. */
  readonly upserts: Cells;
  /** kind, id. */
  readonly left: Cells;
  /** group, memberKind, member. */
  readonly joined: Cells;
  readonly parted: Cells;
  /** alias, learner. */
  readonly aliases: Cells;
  readonly record: WholeExchange | undefined;
  readonly source: string | undefined;
  readonly aliasMark: string | undefined;
}

export const UPSERT_CELLS = 5;
export const LEFT_CELLS = 2;
export const MEMBERSHIP_CELLS = 3;
export const ALIAS_CELLS = 2;

export function rosterCells(change: RosterChange): RosterCells {
  return {
    head: change.head,
    base: change.base,
    erasures: change.erasures,
    at: change.at,
    upserts: cellsOf(change.upserts, (row) => [row.kind, row.id, String(row.position), row.content, sealed(row.document)]),
    left: cellsOf(change.left, (one) => [one.kind, one.id]),
    joined: cellsOf(change.joined, (one) => [one.group, one.memberKind, one.member]),
    parted: cellsOf(change.parted, (one) => [one.group, one.memberKind, one.member]),
    aliases: cellsOf(change.aliases, (one) => [one.alias, one.learner]),
    record: change.exchange && wholeExchange(change.exchange),
    source: change.source,
    aliasMark: change.aliasMark,
  };
}

/** True when the roster stays as it is. */
export function isEmpty({ upserts, left, joined, parted, aliases }: RosterCells): boolean {
  return [upserts, left, joined, parted, aliases].every((cells) => cells.length === 0);
}

/** A cell of a change; undefined: behind the last. */
export type Cell = string | null | undefined;

/** Cells as rows again, `width` of them each. */
export function cellRows<Row>(cells: Cells, width: number, row: (cells: Cells, place: number) => Row): readonly Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < cells.length; at += width) rows.push(row(cells.slice(at, at + width), rows.length));
  return rows;
}

/** What `flatMap` gives, without a list per row left behind. */
function cellsOf<Row>(rows: readonly Row[], cells: (row: Row) => Cells): Cells {
  const all: (string | null)[] = [];
  for (const row of rows) all.push(...cells(row));
  return all;
}
