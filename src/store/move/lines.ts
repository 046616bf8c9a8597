import type { Cells } from './moved-table.js';

/** What has another meaning in a line of COPY: https://www.postgresql.org/docs/current/sql-copy.html */
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const MEANINGS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const NULL = '\\N';

/** Rows as the text form of COPY, each with its end of line. */
export function linesOf(rows: readonly Cells[]): string {
  let lines = '';
  for (const row of rows) {
    let line = '';
    for (const cell of row) line += `\t${cell === null ? NULL : escaped(cell)}`;
    lines += `${line.slice(1)}\n`;
  }
  return lines;
}

/** A row of the text form of COPY, without its end of line. */
export function cellsOf(line: string): Cells {
  return line.split('\t').map((text) => (text === NULL ? null : text.includes('\\') ? unescaped(text) : text));
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign]!) : text;
}

/** PostgreSQL writes nothing in octal or hex. */
function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, sign: string) => MEANINGS[sign] ?? sign);
}
