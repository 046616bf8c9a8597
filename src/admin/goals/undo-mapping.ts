import { supplied } from '../../core/supplied.js';
import { planUndo, type UndoChange } from '../../goals/mapping/plan-change.js';
import type { MappingTableOf } from '../../goals/mapping.js';
import type { ListedMapping, MappingStore } from '../../store/goals/mapping-store.js';
import type { Office } from '../office.js';
import { conflict, unknown } from '../refusal.js';
import { latestVersion } from './import-mapping.js';

export interface UndoneMapping extends MappingTableOf {
  readonly undoes: number;
  /** Of the mapping after this; absent for a trial, and when there was nothing left to take back. */
  readonly version?: number;
  readonly dryRun: boolean;
  /** Rows that went and rows that came back. */
  readonly removed: number;
  readonly restored: number;
  /** Rows that stay away, as a later version says something else of the same link. */
  readonly kept: number;
}

/**
 * Takes back what one version of a mapping changed, as a new version; what later versions changed stays. Throws `Refusal` when there is no
 * such version, and when it was taken back already.
 */
export async function undoMapping(
  { store, at }: Pick<Office, 'store' | 'at'>,
  number: number,
  { dryRun = false, note }: { readonly dryRun?: boolean; readonly note?: string } = {},
): Promise<UndoneMapping> {
  const { mappings } = store.goals;
  const versions = await mappings.mappingVersions();
  const undone = versions.find((version) => version.number === number);
  if (undone === undefined) throw unknown(`there is no version ${number} of a mapping`);
  const before = undoingOf(versions, number);
  if (before !== undefined) throw conflict(`version ${number} was taken back by version ${before.number}: undo that one to have it again`);
  const { party, school } = undone;
  const table = { party, ...supplied({ school }) };
  const base = await latestVersion(mappings, table);
  const current = await mappings.mappingRows(table);
  const undos = await undosOf(mappings, versions, table);
  const { add, remove, kept } = planUndo(current, number, (await mappings.mappingChanges(number)).removed, undos);
  const report = { ...table, undoes: number, dryRun, removed: remove.length, restored: add.length, kept };
  if (dryRun || (add.length === 0 && remove.length === 0)) return report;
  const version = await mappings.changeMapping({
    ...table,
    assertedBy: undone.assertedBy,
    at,
    undoes: number,
    ...supplied({ note }),
    remove: remove.map(({ seq }) => seq),
    add,
    base,
  });
  return { ...report, version };
}

async function undosOf(
  mappings: Pick<MappingStore, 'mappingChanges'>,
  versions: readonly ListedMapping[],
  { party, school }: MappingTableOf,
): Promise<readonly UndoChange[]> {
  const undos: UndoChange[] = [];
  for (const version of versions) {
    if (version.undoes === undefined || version.party !== party || version.school !== school) continue;
    const { removed: gone } = await mappings.mappingChanges(version.undoes);
    const { added } = await mappings.mappingChanges(version.number);
    undos.push({ gone, added });
  }
  return undos;
}

/** The version that takes this one back and is itself in force. */
function undoingOf(versions: readonly ListedMapping[], number: number): ListedMapping | undefined {
  return versions.find(({ undoes, number: own }) => undoes === number && undoingOf(versions, own) === undefined);
}
