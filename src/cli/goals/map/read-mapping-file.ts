import { mappingOfCsv } from '../../../goals/mapping/mapping-csv.js';
import type { ReadMapping } from '../../../goals/mapping/read-mapping.js';
import { textOfFile } from '../../text-of-file.js';

/** Bytes of a file with a mapping. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads a mapping. What is wrong with its rows is in what it gives. Throws `CommandError` for a file that cannot be read at all. */
export async function readMappingFile(file: string): Promise<ReadMapping> {
  return mappingOfCsv(await textOfFile(file, MOST_BYTES));
}
