import { StoreError } from '../store-error.js';
import { linesOf } from './lines.js';
import type { Cells, MovedTable, Piece } from './moved-table.js';
import type { MoveReader, MoveSource, MoveTarget } from './sides.js';
import { TableDigest, type TableSum } from './table-digest.js';

/** Told how many rows of how many are done. Each counts twice: when it is written, and when it is read again. */
export type MoveProgress = (step: 'copying' | 'checking', table: string, done: number, total: number) => void;

export interface MovedSum extends TableSum {
  readonly table: string;
}

/**
 * Copies all tables, reads them again out of the target, and keeps them there only when counts and digests are those of the source. `tables`:
 * what a table refers to before it. Throws `StoreError`; then the target is what it was, unless it says that this is not known.
 */
export async function moveTables(
  source: MoveSource,
  target: MoveTarget,
  tables: readonly MovedTable[],
  onProgress: MoveProgress,
): Promise<readonly MovedSum[]> {
  let [done, total] = [0, 0];
  for (const table of tables) total += 2 * (await source.count(table));
  const sums: MovedSum[] = [];
  const passing = (step: 'copying' | 'checking', table: MovedTable) => (rows: number) => {
    done += rows;
    onProgress(step, table.name, done, total);
  };
  for (const table of tables) {
    const digest = new TableDigest(table);
    await target.write(table, summed(source, table, digest, passing('copying', table)));
    sums.push({ table: table.name, ...digest.sum() });
  }
  for (const [at, table] of tables.entries()) {
    const digest = new TableDigest(table);
    for await (const _ of summed(target, table, digest, passing('checking', table)));
    refuseDifference(sums[at]!, digest.sum());
  }
  await target.goOnAfter(tables, await source.numbersGiven(tables));
  await target.keep();
  return sums;
}

async function* summed(
  from: MoveReader,
  table: MovedTable,
  digest: TableDigest,
  passed: (rows: number) => void,
): AsyncGenerator<Piece, void, undefined> {
  for await (const rows of from.rows(table)) {
    const piece = { rows, lines: linesOf(rows) };
    digest.add(piece);
    yield piece;
    passed(rows.length);
  }
}

function refuseDifference(expected: MovedSum, found: TableSum): void {
  if (found.rows === expected.rows && found.sha256 === expected.sha256) return;
  const what = found.rows === expected.rows ? 'other content' : `${found.rows} rows in the place of ${expected.rows}`;
  throw new StoreError('failed', `move: the table ${expected.table} has ${what} after it was copied, so nothing was moved`);
}

/** Rows in pieces that fit well in memory: a row may be small, or a whole goal set. */
export function* inPieces(rows: Iterable<Cells>): Generator<readonly Cells[], void, undefined> {
  let [piece, length]: [Cells[], number] = [[], 0];
  for (const row of rows) {
    piece.push(row);
    for (const cell of row) length += cell?.length ?? 0;
    if (piece.length < ROWS_AT_ONCE && length < CHARACTERS_AT_ONCE) continue;
    yield piece;
    [piece, length] = [[], 0];
  }
  if (piece.length > 0) yield piece;
}

const ROWS_AT_ONCE = 1_000;
const CHARACTERS_AT_ONCE = 256 * 1024;
