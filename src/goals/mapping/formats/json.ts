import { supplied } from '../../../core/supplied.js';
import type { MappingRow, MappingTableOf } from '../../mapping.js';
import type { ReadMapping } from '../read-mapping.js';
import { ROW_FIELDS, type RowField, type RowFields } from '../row-fields.js';
import { Gathering, type WrittenMapping } from './format.js';

type Plain = Readonly<Record<string, unknown>>;

/** What a document may say besides its rows. */
const HEAD = ['party', 'school', 'version', 'rows'];
const KINDS = ['activity', 'goal', 'supplierGoal'];

/** Reads a mapping from JSON: `{"rows": [...]}`, as `jsonOfMapping` writes it. */
export function mappingOfJson(text: string): ReadMapping {
  const found = new Gathering();
  const document = parsed(text);
  const rows = Array.isArray(document) ? document : isPlain(document) ? document['rows'] : undefined;
  if (document === undefined) found.problem('/', 'is no JSON');
  else if (!Array.isArray(rows)) found.problem('/', 'has no list of rows');
  else {
    if (isPlain(document))
      for (const name of Object.keys(document)) if (!HEAD.includes(name)) found.leaveOut(`member ${name.slice(0, 64)}`);
    for (const [at, row] of rows.entries()) {
      if (found.isFull) break;
      takeRow(found, `/rows/${at}`, row);
    }
  }
  return found.end();
}

function takeRow(found: Gathering, place: string, row: unknown): void {
  const problem = takeFields(row, (fields, remove) => found.take(place, fields, remove));
  if (problem !== undefined) found.problem(place, problem);
}

/** Gives what is wrong with the shape of a row, and hands on its fields when nothing is. */
function takeFields(row: unknown, take: (fields: RowFields, remove: boolean) => void): string | undefined {
  if (!isPlain(row)) return 'is no object';
  const { kind, activity = {}, remove = false, ...given } = row;
  if (typeof kind !== 'string' || !KINDS.includes(kind)) return `kind is not one of ${KINDS.join(', ')}`;
  if (!isPlain(activity)) return 'activity is no object';
  if (typeof remove !== 'boolean') return 'remove is neither true nor false';
  const { id, title, description, ...rest } = given;
  const own = { supplierGoal: id, supplierGoalTitle: title, supplierGoalDescription: description };
  const fields = kind === 'supplierGoal' ? { ...rest, ...own } : { ...activity, ...given };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(ROW_FIELDS, name)) return 'has a field that is not known';
    if (typeof value !== 'string') return `${name as RowField} is no text`;
  }
  if ((kind === 'activity') !== Object.keys(activity).length > 0) return 'an activity belongs to rows of kind activity, and only to those';
  take(fields as RowFields, remove);
  return undefined;
}

/** A mapping as JSON: everything that it says. */
export function jsonOfMapping(
  rows: readonly MappingRow[],
  { party, school, version }: MappingTableOf & { readonly version?: number },
): WrittenMapping {
  const head = { party, ...supplied({ school, version }) };
  return { pieces: [`${JSON.stringify({ ...head, rows }, undefined, 2)}\n`], leftOut: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
