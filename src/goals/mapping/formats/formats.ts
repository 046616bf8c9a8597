import { readTree, type XmlTree } from '../../../xml/tree.js';
import { XmlError } from '../../../xml/xml-error.js';
import type { MappingRow, MappingTableOf } from '../../mapping.js';
import type { ReadMapping } from '../read-mapping.js';
import { csvOfMapping, mappingOfCsv } from './csv.js';
import type { ReadOptions, WrittenMapping } from './format.js';
import { jsonOfMapping, mappingOfJson } from './json.js';
import { mappingOfNlLom, nlLomOfMapping } from './nl-lom.js';
import { mappingOfToetsdefinities, toetsdefinitiesOfMapping } from './toetsdefinities.js';
import { mappingOfVdex, vdexOfMapping } from './vdex.js';

export const MAPPING_FORMATS = ['csv', 'json', 'vdex', 'nl-lom', 'toetsdefinities'] as const;
export type MappingFormat = (typeof MAPPING_FORMATS)[number];

/** Roots of formats in XML. */
const ROOTS: ReadonlyMap<string, (root: XmlTree, options: ReadOptions) => ReadMapping> = new Map([
  ['vdex', mappingOfVdex],
  ['toetsdefinities', mappingOfToetsdefinities],
]);

/** Reads a mapping in any of the formats; it shows which one it is. */
export function mappingOfText(text: string, options: ReadOptions): ReadMapping {
  if (/^[[{]/.test(text)) return mappingOfJson(text);
  return text.startsWith('<') ? mappingOfXml(text, options) : mappingOfCsv(text);
}

function mappingOfXml(text: string, options: ReadOptions): ReadMapping {
  try {
    const root = readTree(text);
    const read = ROOTS.get(root.name.toLowerCase());
    if (read !== undefined) return read(root, options);
    const lom = mappingOfNlLom(root);
    return lom.rows.length + lom.problems.length + lom.leftOut.length > 0 ? lom : unread(1, 'is no VDEX list, NL-LOM or Toetsdefinities');
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return unread(error.line, error.reason);
  }
}

function unread(line: number, problem: string): ReadMapping {
  return { rows: [], problems: [{ place: `line ${line}`, problem }], leftOut: [] };
}

/** Writes a mapping. Only CSV and JSON and VDEX hold all of it. */
export function writtenMapping(
  format: MappingFormat,
  rows: readonly MappingRow[],
  of: MappingTableOf & { readonly version?: number },
): WrittenMapping {
  switch (format) {
    case 'csv':
      return { pieces: csvOfMapping(rows), leftOut: [] };
    case 'json':
      return jsonOfMapping(rows, of);
    case 'vdex':
      return vdexOfMapping(rows, of);
    case 'nl-lom':
      return nlLomOfMapping(rows);
    case 'toetsdefinities':
      return toetsdefinitiesOfMapping(rows);
  }
}
