import leven from 'leven';
import { csvLine, readCsv, UnfitCsv } from '../../csv.js';
import type { MappingRow } from '../../mapping.js';
import { type FoundRow, MOST_PROBLEMS, MOST_ROWS, type ReadMapping, type RowProblem } from '../read-mapping.js';
import { fieldsOf, ROW_FIELDS, type RowField, type RowFields, rowsOf, UnfitRow } from '../row-fields.js';

/** Headings of the fields of a row. */
const HEADINGS = Object.fromEntries(
  Object.keys(ROW_FIELDS).map((field) => [field, field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
) as Readonly<Record<RowField, string>>;

/** `add` (also when empty) or `remove`. */
const ACTION = 'action';
/** `yes`: a person approves a candidate. A file with this column is read for those lines only. */
const APPROVED = 'approved';

/** What lists for people have besides; nothing is read of it. */
export const INFORMATION = [
  'activity_name',
  'place',
  'reason',
  'results',
  'last_result',
  'goal_code',
  'goal_title',
  'words_in_common',
] as const;

/** Other names of columns: those of UWLR. */
const ALIASES: ReadonlyMap<string, RowField> = new Map([
  ['toetscode', 'code'],
  ['toetsversie', 'version'],
  ['versie', 'version'],
  ['toetsonderdeelcode', 'part'],
  ['onderdeelcode', 'part'],
  ['toetshierarchie', 'hierarchy'],
  ['ingang', 'hierarchy'],
  ['leermiddel', 'product'],
]);

type Column = RowField | typeof ACTION | typeof APPROVED | 'information' | 'unknown';
type Fields = Readonly<Partial<Record<Column, string>>>;

const ACTIVITY: readonly RowField[] = ['product', 'code', 'part', 'hierarchy'];

/** Reads a mapping from CSV. The order of the columns is free, and columns that are not needed may be absent. */
export function mappingOfCsv(text: string): ReadMapping {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof UnfitCsv)) throw error;
    return { rows: [], problems: [{ place: `line ${error.line}`, problem: error.reason }], leftOut: [] };
  }
}

function read(text: string): ReadMapping {
  const { head, rows } = readCsv(text);
  const columns = head.map(columnOf);
  const wrong = wrongHead(head, columns);
  if (wrong !== undefined) return { rows: [], problems: [{ place: 'line 1', problem: wrong }], leftOut: [] };
  const left = new Map(head.flatMap((name, at) => (columns[at] === 'unknown' ? [[name, 0]] : [])) as [string, number][]);
  const found: FoundRow[] = [];
  const problems: RowProblem[] = [];
  let undecided = 0;
  if (rows.length > MOST_ROWS) throw new UnfitCsv(rows[MOST_ROWS]?.line ?? 1, `is past the ${MOST_ROWS} rows that a mapping may have`);
  for (const { line, cells } of rows) {
    if (problems.length > MOST_PROBLEMS) break;
    const place = `line ${line}`;
    const fields: Partial<Record<Column, string>> = {};
    for (const [at, column] of columns.entries()) {
      const cell = cells[at] ?? '';
      fields[column] = cell;
      if (column === 'unknown' && cell.trim() !== '') left.set(head[at] as string, (left.get(head[at] as string) ?? 0) + 1);
    }
    try {
      if (isUndecided(fields, columns.includes(APPROVED))) undecided += 1;
      else found.push(...rowsOfLine(fields, place));
    } catch (error) {
      if (!(error instanceof UnfitRow)) throw error;
      problems.push({ place, problem: error.reason });
    }
  }
  const leftOut = [...left].map(([name, count]) => ({ what: `column ${name.slice(0, 64)}`, count }));
  return {
    rows: found,
    problems,
    leftOut: [...leftOut, ...(undecided === 0 ? [] : [{ what: 'lines without a goal or not approved', count: undecided }])],
  };
}

/** A candidate that nobody approved, or a line that nobody filled in: an activity or a goal of the vendor, and nothing that it goes with. */
function isUndecided(fields: Fields, isToApprove: boolean): boolean {
  if (isToApprove && !isApproved(fields[APPROVED] ?? '')) return true;
  const isGiven = (name: RowField) => (fields[name] ?? '').trim() !== '';
  if (['goal', 'goalSet', 'supplierGoalTitle'].some((name) => isGiven(name as RowField))) return false;
  return !isGiven('supplierGoal') || !ACTIVITY.some(isGiven);
}

function rowsOfLine(fields: Fields, place: string): readonly FoundRow[] {
  const rows = rowsOf(fields as RowFields);
  if (!isRemoval(fields[ACTION] ?? '')) return rows.map((row) => ({ row, place }));
  // The text of a goal that stands beside a link does not go with the link.
  const links = rows.filter(({ kind }) => kind !== 'supplierGoal');
  return (links.length > 0 ? links : rows).map((row) => ({ row, place, remove: true }));
}

function columnOf(name: string): Column {
  const plain = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
  const field = (Object.entries(HEADINGS) as [RowField, string][]).find(([, heading]) => heading === plain)?.[0] ?? ALIASES.get(plain);
  if (field !== undefined) return field;
  if (plain === ACTION || plain === APPROVED) return plain;
  return INFORMATION.some((one) => one === plain) ? 'information' : 'unknown';
}

function wrongHead(head: readonly string[], columns: readonly Column[]): string | undefined {
  const known = columns.filter((column) => column !== 'unknown' && column !== 'information');
  const twice = known.find((column, at) => known.indexOf(column) !== at);
  if (twice !== undefined) return `has two columns for ${HEADINGS[twice as RowField] ?? twice}`;
  for (const [at, column] of columns.entries()) {
    const name = (head[at] ?? '').toLowerCase().slice(0, 64);
    const near = column === 'unknown' ? Object.values(HEADINGS).find((heading) => leven(heading, name) < 3) : undefined;
    if (near !== undefined) return `column ${at + 1} is not known: is ${near} meant?`;
  }
  if (!columns.includes('goal') && !columns.includes('supplierGoal')) {
    return `has no column goal or supplier_goal; the columns of a mapping are ${Object.values(HEADINGS).join(', ')}, ${ACTION}`;
  }
  return undefined;
}

function isRemoval(action: string): boolean {
  const word = action.trim().toLowerCase();
  if (word !== '' && word !== 'add' && word !== 'remove') throw new UnfitRow('action is not one of add, remove');
  return word === 'remove';
}

function isApproved(word: string): boolean {
  const plain = word.trim().toLowerCase();
  if (['yes', 'y', 'ja', 'j', 'x', 'true', '1'].includes(plain)) return true;
  if (['', 'no', 'n', 'nee', 'false', '0'].includes(plain)) return false;
  throw new UnfitRow('approved is neither yes nor no');
}

/** A mapping as CSV, in pieces: a line per row. */
export function* csvOfMapping(rows: Iterable<MappingRow>): Generator<string> {
  const fields = Object.keys(ROW_FIELDS) as RowField[];
  yield csvLine(fields.map((field) => HEADINGS[field]));
  for (const row of rows) {
    const given = fieldsOf(row);
    yield csvLine(fields.map((field) => given[field] ?? ''));
  }
}

/** A column of a list for people that can be filled in and read as a mapping. */
export type ListColumn = RowField | (typeof INFORMATION)[number] | typeof APPROVED;

export function headingsOf(columns: readonly ListColumn[]): readonly string[] {
  return columns.map((column) => (column in HEADINGS ? HEADINGS[column as RowField] : column));
}
