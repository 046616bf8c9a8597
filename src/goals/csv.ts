import { OwnError } from '../core/own-error.js';

/** Why a text is no CSV: completes the sentence "line 3: ...". */
export class UnfitCsv extends OwnError {
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super('csv', `line ${line}: ${reason}`);
  }
}

export interface CsvRow {
  /** Of the file, from 1, where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Csv {
  readonly head: readonly string[];
  readonly rows: readonly CsvRow[];
}

const SEPARATORS = [',', ';', '\t'] as const;
/** Spreadsheets take a cell that begins so for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * Reads CSV (RFC 4180), as spreadsheets of any country write it: with commas, semicolons or tabs, with or without a line `sep=;` first. Rows
 * without any text are left out. What `csvLine` put before a formula is taken off. Throws `UnfitCsv`.
 */
export function readCsv(text: string): Csv {
  const hint = /^sep=([,;\t])\r?\n/i.exec(text);
  const body = hint === null ? text : text.slice(hint[0].length);
  const separator = hint?.[1] ?? separatorOf(body);
  const rows = [...rowsIn(body, separator, hint === null ? 1 : 2)].filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [head, ...rest] = rows;
  if (head === undefined) throw new UnfitCsv(1, 'the file is empty');
  const long = rest.find(
    ({ cells }) => cells.length > head.cells.length && cells.slice(head.cells.length).some((cell) => cell.trim() !== ''),
  );
  if (long !== undefined) throw new UnfitCsv(long.line, `has more than the ${head.cells.length} cells that the head has`);
  return { head: head.cells.map((cell) => cell.trim()), rows: rest };
}

/** A row as a line, with its line break. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function bare(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** The separator that the first line has most of. */
function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => head.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] as string;
}

function* rowsIn(text: string, separator: string, first: number): Generator<CsvRow> {
  let line = first;
  let begun = first;
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at, line) : plain(text, at, separator);
    cells.push(bare(cell.text));
    line += cell.lines;
    at = cell.end;
    if (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') {
      throw new UnfitCsv(line, 'has text after a closing quote');
    }
    if (text[at] === separator) {
      at += 1;
      // A separator at the end of the file still begins a cell.
      if (at < text.length) continue;
      cells.push('');
    } else at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    yield { line: begun, cells };
    line += 1;
    begun = line;
    cells = [];
  }
}

interface Cell {
  readonly text: string;
  /** Where what follows it begins. */
  readonly end: number;
  /** Line breaks in it. */
  readonly lines: number;
}

function plain(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\r' && text[end] !== '\n') end += 1;
  return { text: text.slice(from, end), end, lines: 0 };
}

function quoted(text: string, from: number, line: number): Cell {
  let end = from + 1;
  for (;;) {
    const quote = text.indexOf('"', end);
    if (quote === -1) throw new UnfitCsv(line, 'has a quote that is never closed');
    if (text[quote + 1] !== '"') {
      const inside = text.slice(from + 1, quote);
      return { text: inside.replaceAll('""', '"'), end: quote + 1, lines: inside.split(/\r\n|\r|\n/).length - 1 };
    }
    end = quote + 2;
  }
}
