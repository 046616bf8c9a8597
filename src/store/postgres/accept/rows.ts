type Type = 'text' | 'bigint' | 'bytea';
type Cell = string | number | bigint | Uint8Array | null;

/** Columns of rows that cross as one list for each column: their types by name. */
export type Columns = Readonly<Record<string, Type>>;
export type RowOf<C extends Columns> = Readonly<Record<keyof C, Cell>>;

/** SQL: in the place of a table, rows that cross as lists; `pos` is their place, from 1. Parameters have the names of the columns. */
export function rowsSql(columns: Columns, alias: string): string {
  const names = Object.keys(columns);
  const lists = names.map((name) => `CAST(@${name} AS ${columns[name]}[])`);
  return `unnest(${lists.join(', ')}) WITH ORDINALITY AS ${alias} (${names.join(', ')}, pos)`;
}

/** The values of these parameters. */
export function listsOf<C extends Columns>(columns: C, rows: readonly RowOf<C>[]): Readonly<Record<keyof C, readonly Cell[]>> {
  const names = Object.keys(columns) as (keyof C)[];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as Readonly<
    Record<string, readonly Cell[]>
  > as Readonly<Record<keyof C, readonly Cell[]>>;
}
