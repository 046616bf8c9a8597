import { once } from 'node:events';

/** Characters that are written in one go. */
const PIECE = 65_536;

/** Writes a line to standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a value as one line of JSON. Bigints, which JSON does not have, go as text. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)));
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
  process.stderr.write(`${line}\n`);
}

/** Rows with their columns lined up under a head. Without rows: only what `none` says. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], none: string): void {
  if (rows.length === 0) {
    print(none);
    return;
  }
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  for (const row of all)
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
