/** What a list that is one parameter is made of. */
export type ListOf = 'text' | 'number' | 'bytes';

/**
 * The words in which the SQL of the two databases differs. Everything else in `store/tables` is text that both read the same: a new
 * difference is a word here, and not a second text.
 *
 * Common to both, and so not here: `IS NOT DISTINCT FROM`, `FILTER`, `RETURNING`, `ON CONFLICT`, `CASE`, `coalesce`, `CAST(… AS TEXT)` and
 * `CAST(… AS BIGINT)` for a parameter whose type nothing else tells.
 */
export interface Words {
  /** After a table: the index that SQLite must take. PostgreSQL has no such word. */
  readonly by: (index: string) => string;
  /** A join whose left side is walked through first, as written; followed by a table and `ON`. PostgreSQL decides by itself. */
  readonly thenJoin: string;
  /**
   * A condition that holds of the rows that are looked for where one writer stores message after message, and leads SQLite to them; followed by
   * another condition. PostgreSQL stores messages of many schools at once, and has an index instead.
   */
  readonly oneWriter: (condition: string) => string;
  /** A column that is no reason to take an index. */
  readonly aside: (column: string) => string;
  /**
   * Of a table, by its alias: in which order its rows were added, as a number. For tables whose key is a text: SQLite numbers their rows
   * itself, and in PostgreSQL they have a column `place` for it (identity).
   */
  readonly place: (alias: string) => string;
  readonly greatest: (...parts: readonly string[]) => string;
  readonly least: (...parts: readonly string[]) => string;
  /** After a column: whether it is in a list that is one parameter (its name without `@`). */
  readonly inList: (of: ListOf, parameter: string) => string;
  /** In the place of a table: the values of a list that is one parameter, in its order, as the columns `value` and `pos` (from 0). */
  readonly list: (of: 'text' | 'number', parameter: string, alias: string) => string;
  /** In the place of a table: the elements of a JSON array that is text, as the column `value` (JSON text of each). */
  readonly elements: (text: string, alias: string) => string;
  /** What stands under a name in an object that is JSON text: as text, or null. */
  readonly member: (text: string, name: string) => string;
  /** JSON text of an object without this name. */
  readonly withoutMember: (text: string, name: string) => string;
  /** A parameter that is bytes, where nothing else tells so. */
  readonly bytes: (parameter: string) => string;
  /** Bytes that are written out, in hex. */
  readonly hex: (digits: string) => string;
  /** Whether a text holds another one. */
  readonly holds: (text: string, part: string) => string;
  /** Milliseconds since 1970 of a moment that is a text in some ISO form, or null. */
  readonly instant: (text: string) => string;
  /** How large the database is, in bytes. */
  readonly databaseBytes: string;
  /** How much of that is whole pages that hold nothing; 0 in PostgreSQL, which tells only of those of one table at a time. */
  readonly freeBytes: string;
  /** At the end of a SELECT inside a transaction: its rows are locked until that is over, and rows that another transaction has are left out. */
  readonly lockFree: string;
}

/** Words that keep books of the parameters that are lists, for who binds them. */
export interface Dialect {
  readonly words: Words;
  /** Names of parameters that are lists, so far. */
  readonly lists: ReadonlyMap<string, ListOf>;
}
