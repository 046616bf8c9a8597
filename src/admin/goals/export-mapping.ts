import type { WrittenMapping } from '../../goals/mapping/formats/format.js';
import { type MappingFormat, writtenMapping } from '../../goals/mapping/formats/formats.js';
import type { MappingTableOf } from '../../goals/mapping.js';
import type { Office } from '../office.js';
import { unknown } from '../refusal.js';
import { knownTable, tableText } from './mapping-table.js';

/** A mapping as a file, as it is now or as it was at one of its versions. Throws `Refusal`. */
export async function exportMapping(
  { store }: Pick<Office, 'store'>,
  given: MappingTableOf & { readonly format: MappingFormat; readonly version?: number },
): Promise<WrittenMapping> {
  const table = knownTable(await store.directory(), given);
  const { mappings } = store.goals;
  const versions = (await mappings.mappingVersions(table.party)).filter(({ school }) => school === table.school);
  const version = given.version ?? versions.at(-1)?.number;
  if (version === undefined)
    throw unknown(`there is no mapping of ${table.party}${table.school === undefined ? '' : ` for ${table.school}`}`);
  if (!versions.some(({ number }) => number === version)) throw unknown(`${tableText(table)} has no version ${version}`);
  const rows = (await mappings.mappingRows(table, version)).map(({ row }) => row);
  return writtenMapping(given.format, rows, { ...table, version });
}
