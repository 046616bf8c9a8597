/**
 * What a column holds. All of it travels as text: a whole number in decimals, a fraction as JavaScript writes it, bytes as `\x` and hex.
 */
export type ColumnKind = 'text' | 'whole' | 'fraction' | 'bytes';

export interface MovedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table that a move takes along: one that both databases have. */
export interface MovedTable {
  readonly name: string;
  readonly columns: readonly MovedColumn[];
  /** Columns by which its rows stand in one order in both databases. */
  readonly key: readonly string[];
  /** The column whose numbers the database gives out, if there is one. */
  readonly numbered?: string;
  /** A new store has rows in it. */
  readonly isSeeded: boolean;
}

/** The values of a row, in the order of the columns of its table. */
export type Cells = readonly (string | null)[];

/** Rows that follow each other in the order of their key. */
export interface Piece {
  readonly rows: readonly Cells[];
  /** The same as `COPY` of PostgreSQL takes them, a line each. */
  readonly lines: string;
}

/** Order of insertion of tables whose key is a text, see `Words.place`: the rowid of SQLite, and a column of PostgreSQL. */
export const PLACE = 'place';
export const PLACED_TABLES: ReadonlySet<string> = new Set([
  'schools',
  'parties',
  'agreements',
  'credentials',
  'client_keys',
  'tokens',
  'targets',
]);
