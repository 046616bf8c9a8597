import { planChange } from '../../goals/mapping/plan-change.js';
import type { LeftOut, ReadMapping, RowProblem } from '../../goals/mapping/read-mapping.js';
import { type GoalRemark, type LooseEnds, looseEnds, remarksOn } from '../../goals/mapping/review-goals.js';
import type { MappingTableOf } from '../../goals/mapping.js';
import type { Office } from '../office.js';
import { rowsToKeep } from './import-mapping.js';
import { knownTable } from './mapping-table.js';

export interface CheckedMapping extends MappingTableOf, LooseEnds {
  readonly goals: readonly GoalRemark[];
  /** Rows that were looked at. */
  readonly rows: number;
  readonly problems: readonly RowProblem[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Says what is wrong with a mapping, and which of its goals no loaded set has or were replaced: of a file, or without one of the mapping as
 * it is stored. Changes nothing. Throws `Refusal`.
 */
export async function checkMapping(
  { store }: Pick<Office, 'store'>,
  given: MappingTableOf & { readonly read?: ReadMapping },
): Promise<CheckedMapping> {
  const table = knownTable(await store.directory(), given);
  const stored = await store.goals.mappings.mappingRows(table);
  const { read } = given;
  const rows = read === undefined ? stored.map(({ row }) => row) : rowsToKeep(read);
  const problems = read === undefined ? [] : [...read.problems, ...planChange(stored, read.rows, false).problems];
  const shared = table.school === undefined ? [] : (await store.goals.mappings.mappingRows({ party: table.party })).map(({ row }) => row);
  const others = [...(read === undefined ? [] : stored.map(({ row }) => row)), ...shared];
  return {
    ...table,
    rows: rows.length,
    problems,
    leftOut: read?.leftOut ?? [],
    goals: remarksOn(rows, await store.goals.sets.goalIndex(), table.school),
    ...looseEnds(rows, others),
  };
}
