import { supplied } from '../../core/supplied.js';
import { planChange } from '../../goals/mapping/plan-change.js';
import { type LeftOut, MOST_ROWS, type ReadMapping, type RowProblem } from '../../goals/mapping/read-mapping.js';
import { type GoalRemark, remarksOn } from '../../goals/mapping/review-goals.js';
import type { MappingRow, MappingTableOf } from '../../goals/mapping.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { knownTable, tableText } from './mapping-table.js';

export interface MappingImport extends MappingTableOf {
  readonly read: ReadMapping;
  /** The file is all of the mapping: rows that it does not have go. */
  readonly isWhole: boolean;
  /** Who says so; absent: the school in its own table, and the supplier in that for every school. */
  readonly assertedBy?: string;
  readonly note?: string;
  readonly dryRun?: boolean;
}

/** What became of a file, or would. With problems nothing was done. */
export interface MappingReport extends MappingTableOf {
  /** Of the mapping after this; absent: nothing changed. */
  readonly version?: number;
  readonly dryRun: boolean;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Rows of the mapping after this. */
  readonly rows: number;
  /** Places of rows to remove that were not there. */
  readonly absent: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly RowProblem[];
  /** Goals that the rows name and that no loaded set has, or that were replaced: the rows are kept all the same. */
  readonly goals: readonly GoalRemark[];
}

/**
 * Takes a file into the mapping of a party. Its version is a new one when anything changed, and then the results that it is about are tagged
 * anew. Throws `Refusal` for a party or school that is not there, and `StoreError('conflict')` when somebody else changed the mapping.
 */
export async function importMapping({ store, at }: Pick<Office, 'store' | 'at'>, given: MappingImport): Promise<MappingReport> {
  const { read, isWhole, note, dryRun = false } = given;
  const directory = await store.directory();
  const table = knownTable(directory, given);
  const { mappings } = store.goals;
  const base = await latestVersion(mappings, table);
  const current = await mappings.mappingRows(table);
  const plan = planChange(current, read.rows, isWhole);
  const problems = [...read.problems, ...plan.problems];
  const { add, remove, changed, unchanged, absent } = plan;
  const rows = current.length + add.length - remove.length;
  if (rows > MOST_ROWS) throw unfit(`${tableText(table)} would have ${rows} rows, more than ${MOST_ROWS}`);
  const goals = remarksOn(rowsToKeep(read), await store.goals.sets.goalIndex(), table.school);
  const report = { ...table, dryRun, absent, leftOut: read.leftOut, problems, goals };
  if (problems.length > 0) return { ...report, added: 0, changed: 0, removed: 0, unchanged: 0, rows: current.length };
  const counted = { ...report, added: add.length - changed, changed, removed: remove.length - changed, unchanged, rows };
  if (dryRun || (add.length === 0 && remove.length === 0)) return counted;
  const version = await mappings.changeMapping({
    ...table,
    assertedBy: given.assertedBy ?? (table.school === undefined ? 'supplier' : 'school'),
    at,
    ...supplied({ note }),
    remove: remove.map(({ seq }) => seq),
    add,
    base,
  });
  return { ...counted, version };
}

export function rowsToKeep({ rows }: ReadMapping): readonly MappingRow[] {
  return rows.flatMap(({ row, remove }) => (remove === true ? [] : [row]));
}

/** Number of the version that a table has now. */
export async function latestVersion(
  mappings: Pick<Office['store']['goals']['mappings'], 'mappingVersions'>,
  { party, school }: MappingTableOf,
): Promise<number | undefined> {
  const versions = await mappings.mappingVersions(party);
  return versions.filter((version) => version.school === school).at(-1)?.number;
}
