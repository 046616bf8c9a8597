import type { Database } from 'better-sqlite3';
import { inPieces } from '../../move/move-tables.js';
import { type Cells, type MovedColumn, type MovedTable, PLACE, PLACED_TABLES } from '../../move/moved-table.js';
import { StoreError } from '../../store-error.js';
import { asStoreError } from '../connection/failure.js';

type SqliteValue = string | number | bigint | Buffer | null;

/** The columns of a table as SQL, in their order. */
export function columnsOf({ name, columns }: MovedTable): string {
  return columns.map((column) => (column.name === PLACE && PLACED_TABLES.has(name) ? 'rowid' : `"${column.name}"`)).join(', ');
}

/** All rows of a table in the order of their key. Throws `StoreError`: `failed` for a text that PostgreSQL cannot hold. */
export async function* sqliteRows(db: Database, table: MovedTable): AsyncGenerator<readonly Cells[], void, undefined> {
  try {
    const key = table.key.map((column) => `"${column}"`).join(', ');
    const rows = db
      .prepare<[], SqliteValue[]>(`SELECT ${columnsOf(table)} FROM "${table.name}" ORDER BY ${key}`)
      .raw()
      .safeIntegers()
      .iterate();
    for (const piece of inPieces(cellsOf(table, rows))) yield piece;
  } catch (error) {
    throw asStoreError(error, 'move');
  }
}

function* cellsOf(table: MovedTable, rows: Iterable<readonly SqliteValue[]>): Generator<Cells, void, undefined> {
  let number = 0;
  for (const row of rows) {
    number += 1;
    yield row.map((value, at) => {
      const cell = cellOf(value);
      if (cell?.includes('\0')) throw noText(table, table.columns[at]!, row, number);
      return cell;
    });
  }
}

function cellOf(value: SqliteValue): string | null {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? `\\x${value.toString('hex')}` : String(value);
}

/** A value as SQLite takes it. */
export function sqliteValue({ kind }: MovedColumn, cell: string | null): SqliteValue {
  if (cell === null || kind === 'text') return cell;
  if (kind === 'whole') return BigInt(cell);
  return kind === 'fraction' ? Number(cell) : Buffer.from(cell.slice(2), 'hex');
}

/** Names no text of a row: one in a key may be of a pupil. */
function noText({ name, key, columns }: MovedTable, column: MovedColumn, row: readonly SqliteValue[], number: number): StoreError {
  const [only] = key;
  const at = columns.findIndex((one) => one.name === only);
  const which =
    key.length === 1 && columns[at]!.kind === 'whole' ? `${only} ${String(row[at])}` : `row ${number} in order of ${key.join(', ')}`;
  return new StoreError(
    'failed',
    `move: the column ${column.name} of the table ${name} holds a text with the character NUL (${which}), which PostgreSQL cannot keep: change that text first`,
  );
}
