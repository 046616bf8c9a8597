import { groupedBy } from '../grouped.js';
import type { MappingRow } from '../mapping.js';
import type { FoundRow, RowProblem } from './read-mapping.js';

/** A row of the table as it is stored. */
export interface StoredRow {
  readonly seq: number;
  /** Version that added it, and the one that removed it. */
  readonly addedIn: number;
  readonly removedIn?: number;
  readonly row: MappingRow;
}

/** What has to happen to a table. A row that says something else than before is one that goes and one that comes. */
export interface MappingPlan {
  readonly add: readonly MappingRow[];
  readonly remove: readonly StoredRow[];
  /** How many of `add` take the place of one of `remove`. */
  readonly changed: number;
  readonly unchanged: number;
  /** Places of rows that have to go and are not there. */
  readonly absent: readonly string[];
  readonly problems: readonly RowProblem[];
}

/**
 * Compares rows of a file with a table. They are added to it, or take the place of all of it (`isWhole`). A row of the file that links the
 * same as one of the table takes its place.
 */
export function planChange(current: readonly StoredRow[], found: readonly FoundRow[], isWhole: boolean): MappingPlan {
  const wanted = new Map<string, FoundRow>();
  const problems: RowProblem[] = [];
  for (const one of found) {
    if (one.remove) continue;
    const key = rowKey(one.row);
    const same = wanted.get(key);
    if (same === undefined) wanted.set(key, one);
    else if (rowText(same.row) !== rowText(one.row))
      problems.push({ place: one.place, problem: `says something else of the same link than ${same.place}` });
  }
  const going = found.filter(({ remove }) => remove === true);
  if (isWhole && going[0] !== undefined)
    problems.push({ place: going[0].place, problem: 'a row to remove makes no sense in a whole mapping' });
  const goes = removals(current, going);
  for (const { place, row } of going) if (wanted.has(rowKey(row))) problems.push({ place, problem: 'is both added and removed' });

  const present = new Map(current.map((stored) => [rowKey(stored.row), stored]));
  const add: MappingRow[] = [];
  const remove = new Set(goes.rows);
  let changed = 0;
  let unchanged = 0;
  for (const [key, { row }] of wanted) {
    const stored = present.get(key);
    if (stored !== undefined && rowText(stored.row) === rowText(row)) {
      unchanged += 1;
      continue;
    }
    if (stored !== undefined) {
      changed += 1;
      remove.add(stored);
    }
    add.push(row);
  }
  if (isWhole) for (const [key, stored] of present) if (!wanted.has(key)) remove.add(stored);
  return { add, remove: [...remove], changed, unchanged, absent: goes.absent, problems };
}

/** A version that took back another one. */
export interface UndoChange {
  /** What the version that it took back had removed. */
  readonly gone: readonly StoredRow[];
  /** What it added: those rows again. */
  readonly added: readonly StoredRow[];
}

/**
 * What takes back what one version did, as far as later versions left it: a link that was changed again since stays as it is. A row that an
 * undo brought back is still one of the version that had added it. `undos` of the table, oldest first.
 */
export function planUndo(
  current: readonly StoredRow[],
  number: number,
  gone: readonly StoredRow[],
  undos: readonly UndoChange[] = [],
): Pick<MappingPlan, 'add' | 'remove'> & { readonly kept: number } {
  const before = versionsBefore(undos);
  const remove = current.filter(({ seq, addedIn }) => addedIn === number || before.get(seq)?.has(number) === true);
  const going = new Set(remove);
  const present = new Set(current.filter((stored) => !going.has(stored)).map(({ row }) => rowKey(row)));
  const add = gone.map(({ row }) => row).filter((row) => !present.has(rowKey(row)));
  return { add, remove, kept: gone.length - add.length };
}

/** Of rows that were brought back, by their number: every version that had added them before. */
function versionsBefore(undos: readonly UndoChange[]): ReadonlyMap<number, ReadonlySet<number>> {
  const before = new Map<number, ReadonlySet<number>>();
  for (const { gone, added } of undos) {
    const byText = new Map(gone.map((stored) => [rowText(stored.row), stored]));
    for (const { seq, row } of added) {
      const old = byText.get(rowText(row));
      if (old !== undefined) before.set(seq, new Set([old.addedIn, ...(before.get(old.seq) ?? [])]));
    }
  }
  return before;
}

/** Rows that link the same have the same key, whatever else they say. */
export function rowKey(row: MappingRow): string {
  return JSON.stringify([linkOf(row), row.kind === 'supplierGoal' ? '' : (row.validFrom ?? '')]);
}

/** Rows that say the same have the same text: see `rowsOf`. */
function rowText(row: MappingRow): string {
  return JSON.stringify(row);
}

function linkOf(row: MappingRow): unknown {
  if (row.kind === 'supplierGoal') return [row.kind, row.id];
  const { supplierGoal = '', goal = '', goalSet = '' } = row;
  return [row.kind, row.kind === 'activity' ? row.activity : '', supplierGoal, goal, goalSet];
}

/** A row to remove that names no first day means the link on any days. */
function removals(
  current: readonly StoredRow[],
  going: readonly FoundRow[],
): { readonly rows: readonly StoredRow[]; readonly absent: readonly string[] } {
  const byLink = groupedBy(going.length === 0 ? [] : current, (stored) => JSON.stringify(linkOf(stored.row)));
  const rows: StoredRow[] = [];
  const absent: string[] = [];
  for (const { row, place } of going) {
    const from = row.kind === 'supplierGoal' ? undefined : row.validFrom;
    const meant = (byLink.get(JSON.stringify(linkOf(row))) ?? []).filter(
      (stored) => from === undefined || rowKey(stored.row) === rowKey(row),
    );
    if (meant.length === 0) absent.push(place);
    rows.push(...meant);
  }
  return { rows, absent };
}
