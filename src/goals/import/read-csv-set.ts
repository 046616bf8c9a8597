import { supplied } from '../../core/supplied.js';
import { type CsvRow, readCsv, UnfitCsv } from '../csv.js';
import type { LedgerLine } from '../goal-set.js';
import { isUuid } from '../goal-uri.js';
import { checkText } from './check-document.js';
import type { GoalSetDraft } from './goal-set-draft.js';
import { GoalSetError } from './goal-set-error.js';
import { readExtract } from './read-extract.js';
import type { GivenHead } from './set-head.js';

/** Columns with one text each. */
const FIELDS = ['id', 'uri', 'code', 'type', 'title', 'description'] as const;

/** Columns with goals, as an id of the file, a UUID or a URI, with `|` between them, and the relation to each. */
const RELATIONS = {
  parent: 'isChildOf',
  part_of: 'isPartOf',
  example_of: 'exemplifies',
  contributes_to: 'contributesTo',
  related_to: 'isRelatedTo',
  exact_match_of: 'exactMatchOf',
  replaced_by: 'replacedBy',
} as const;

/** Headings in Dutch, as schools write them. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['titel', 'title'],
  ['doel', 'title'],
  ['omschrijving', 'description'],
  ['soort', 'type'],
  ['niveau', 'levels'],
  ['niveaus', 'levels'],
  ['valt_onder', 'parent'],
  ['draagt_bij_aan', 'contributes_to'],
  ['kerndoel', 'contributes_to'],
  ['vervangt', 'replaces'],
  ['vervangen_door', 'replaced_by'],
]);

const OTHERS = ['levels', 'replaces', 'asserted_by'];

interface Row {
  readonly line: number;
  /** By column; only cells with text. */
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * Reads a set from a spreadsheet: a goal a line, in columns of any order. It says nothing of the set itself, so `given` has to. Where there is
 * no column `id` the code is it. `namespace`: what ids without a URI go behind. Throws `GoalSetError` with the line.
 */
export function readCsvSet(name: string, text: string, given: GivenHead, namespace: string | undefined): GoalSetDraft {
  const { id, version, title } = given;
  if (id === undefined || version === undefined || title === undefined)
    throw new GoalSetError('field', name, 'a CSV file does not say which set it is: give --set-id, --set-version and --title');
  checkText(text, (at) => `${name} line ${text.slice(0, at).split('\n').length}`);
  const { columns, rows } = rowsOf(name, text);
  const base = namespace ?? `urn:uwlr-gateway:goal:${id}:`;
  const assertedBy = given.publisher ?? (given.legalStatus === 'school' ? 'school' : 'unknown');
  const items = rows.map((row) => itemOf(row, namespace === undefined, base));
  const relations = rows.flatMap((row, at) => relationsOf(row, String(items[at]?.['id']), assertedBy));
  const document = { set: {}, items, relations: relations.map(({ relation }) => relation) };
  const draft = readExtract(document, given, {
    item: (at) => `${name} line ${rows[at]?.line}`,
    relation: (at) => `${name} line ${relations[at]?.line}`,
  });
  return { ...draft, ledger: ledgerOf(columns, rows) };
}

function rowsOf(name: string, text: string): { readonly columns: readonly string[]; readonly rows: readonly Row[] } {
  try {
    const { head, rows } = readCsv(text);
    const columns = head.map(columnOf);
    const twice = columns.find((column, at) => column !== '' && columns.indexOf(column) !== at);
    if (twice !== undefined) throw new GoalSetError('field', `${name} line 1`, 'has two columns of one name');
    if (!columns.includes('title') || !(columns.includes('id') || columns.includes('code')))
      throw new GoalSetError('format', `${name} line 1`, 'must have a column title, and a column id or code');
    return { columns, rows: rows.map((row) => withNames(row, columns)) };
  } catch (error) {
    throw error instanceof UnfitCsv ? new GoalSetError('unreadable', `${name} line ${error.line}`, error.reason) : error;
  }
}

function columnOf(heading: string): string {
  const name = heading
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[\s-]/g, '_')
    .toLowerCase();
  const known = ALIASES.get(name) ?? name;
  return isKnown(known) ? known : heading.trim();
}

function isKnown(column: string): boolean {
  return (FIELDS as readonly string[]).includes(column) || Object.hasOwn(RELATIONS, column) || OTHERS.includes(column);
}

function withNames({ line, cells }: CsvRow, columns: readonly string[]): Row {
  const named = cells.flatMap((cell, at) => (cell.trim() === '' || !columns[at] ? [] : [[columns[at], cell.trim()] as const]));
  return { line, cells: new Map(named) };
}

function itemOf({ cells }: Row, isBare: boolean, base: string): Readonly<Record<string, unknown>> {
  const id = cells.get('id') ?? cells.get('code') ?? '';
  const uri = cells.get('uri') ?? (isBare && isUuid(id) ? undefined : base + encodeURIComponent(id));
  const extra = [...cells].filter(([column]) => !isKnown(column));
  return {
    ...Object.fromEntries(extra),
    ...Object.fromEntries(FIELDS.flatMap((field) => (cells.has(field) ? [[field, cells.get(field)]] : []))),
    id,
    ...supplied({ uri }),
    levels: listIn(cells.get('levels')).map((title) => ({ title })),
    replaces: listIn(cells.get('replaces')),
  };
}

function relationsOf(
  { line, cells }: Row,
  from: string,
  assertedBy: string,
): readonly { readonly line: number; readonly relation: object }[] {
  const provenance = cells.get('asserted_by') ?? assertedBy;
  return Object.entries(RELATIONS).flatMap(([column, type]) =>
    listIn(cells.get(column)).map((to) => ({ line, relation: { from, to, type, provenance } })),
  );
}

function listIn(cell: string | undefined): readonly string[] {
  return (cell ?? '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function ledgerOf(columns: readonly string[], rows: readonly Row[]): readonly LedgerLine[] {
  return columns.map((column) =>
    column === ''
      ? { path: '(columns without a heading)', count: 1, kept: false, note: 'they have no name' }
      : { path: `column ${column}`, count: rows.filter(({ cells }) => cells.has(column)).length, kept: true },
  );
}
