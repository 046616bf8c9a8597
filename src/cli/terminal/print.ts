import { once } from 'node:events';
import { withLocalTimes } from './local-time.js';

/** Characters that are written in one go. */
const PIECE = 65_536;

/** Writes a line for people to standard output: times in it become local time, and nothing in it moves the cursor. */
export function print(line = ''): void {
  process.stdout.write(`${forPeople(line)}\n`);
}

/** Control characters except tab and line break, and marks that turn the direction of what follows: others put them into names. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function forPeople(text: string): string {
  return withLocalTimes(text).replace(STEERING, '\ufffd');
}

/** A cell is one line, whatever is in it. */
function cellForPeople(text: string): string {
  return forPeople(text).replace(/\s/g, ' ');
}

/** Writes a value as one line of JSON. Bigints, which JSON does not have, go as text. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item))}\n`);
}

/** Writes texts to standard output as they come, no faster than they are taken. */
export async function printPieces(texts: Iterable<string>): Promise<void> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    piece = '';
  }
  process.stdout.write(piece);
}

/** Writes a line to standard error: something to know beside the result. */
export function note(line: string): void {
  process.stderr.write(`${forPeople(line)}\n`);
}

/**
 * Rows with their columns lined up under a head. Without rows: only what `none` says. On a terminal that is too narrow a row takes more
 * lines, each column under its head, so that ids stay whole; what goes to a file or another program has one line a row, however long.
 */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], none: string): void {
  if (rows.length === 0) {
    print(none);
    return;
  }
  const all = [head, ...rows].map((row) => row.map(cellForPeople));
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const folds = foldsOf(widths, widthOfTerminal());
  for (const row of all) {
    for (const [line, { from, to }] of folds.entries()) {
      const cells = row.slice(from, to).map((cell, at) => cell.padEnd(widths[from + at] ?? 0));
      const text = cells.join(GAP).trimEnd();
      if (line === 0 || text !== '') print(`${line === 0 ? '' : INDENT}${text}`);
    }
  }
}

const GAP = '  ';
const INDENT = '    ';

/** Columns from `from` up to `to` stand on one line. */
interface Fold {
  readonly from: number;
  readonly to: number;
}

/** As few lines as columns of these widths need; a column that is wider than the terminal has a line of its own. */
function foldsOf(widths: readonly number[], most: number): readonly Fold[] {
  const folds: Fold[] = [];
  let from = 0;
  let used = 0;
  for (const [column, width] of widths.entries()) {
    const room = most - (folds.length === 0 ? 0 : INDENT.length);
    const wanted = column === from ? width : used + GAP.length + width;
    if (column > from && wanted > room) {
      folds.push({ from, to: column });
      from = column;
      used = width;
    } else used = wanted;
  }
  return [...folds, { from, to: widths.length }];
}

/** `COLUMNS` says it where there is no terminal to ask, for whoever wants it so. */
function widthOfTerminal(): number {
  const said = Number(process.env['COLUMNS']);
  const columns = process.stdout.isTTY ? process.stdout.columns : said;
  return columns > 0 ? columns : Number.POSITIVE_INFINITY;
}
