import type { MappingRow } from '../../goals/mapping.js';
import type { ListedMapping } from '../../store/goals/mapping-store.js';
import type { Office } from '../office.js';
import { unknown } from '../refusal.js';

export interface ShownMapping {
  readonly version: ListedMapping;
  readonly added: readonly MappingRow[];
  readonly removed: readonly MappingRow[];
}

/** What one version of a mapping added and removed. Throws `Refusal` when there is no such version. */
export async function showMapping({ store }: Pick<Office, 'store'>, number: number): Promise<ShownMapping> {
  const { mappings } = store.goals;
  const version = (await mappings.mappingVersions()).find((one) => one.number === number);
  if (version === undefined) throw unknown(`there is no version ${number} of a mapping`);
  const { added, removed } = await mappings.mappingChanges(number);
  return { version, added: added.map(({ row }) => row), removed: removed.map(({ row }) => row) };
}
