import type { Words } from './words.js';

/** What a parameter can be. A list is one parameter, see `Words.inList`. */
export type Value = string | number | bigint | Uint8Array | null | readonly string[] | readonly number[] | readonly Uint8Array[];

/**
 * A statement of SQL for both databases. Parameters are named, `@name`, and each one is given; other values that are given are ignored.
 * Each is made once, at the top of a module: the databases keep it prepared.
 */
export interface Query<Row = never, Values = void> {
  readonly text: (words: Words) => string;
  /** Rows come as lists of values instead of objects. */
  readonly isCells: boolean;
  readonly '~row'?: Row;
  readonly '~values'?: Values;
}

/** Any one, for who does not look at rows and values. */
export type AnyQuery = Query<unknown, unknown>;

const made: AnyQuery[] = [];

/** All that were made so far: those of each module that is loaded. */
export function allQueries(): readonly AnyQuery[] {
  return made;
}

/** A statement whose rows are objects. `Row` without one: it gives none. */
export function query<Row = never, Values = void>(text: Query['text']): Query<Row, Values> {
  return keep({ text, isCells: false });
}

/** A statement whose rows are lists of values, in the order of the columns: for what is read by thousands. */
export function cells<Row extends readonly unknown[], Values = void>(text: Query['text']): Query<Row, Values> {
  return keep({ text, isCells: true });
}

/**
 * Statements that differ in shape, such as the conditions of a list. `shapes`: every one that there is, by name; a shape without parameters for
 * what it leaves out. Made at once, as any other statement.
 */
export function family<Name extends string, Row = never, Values = void>(
  shapes: readonly Name[],
  text: (shape: Name, words: Words) => string,
): (shape: Name) => Query<Row, Values> {
  const queries = new Map(shapes.map((shape) => [shape, query<Row, Values>((words) => text(shape, words))]));
  return (shape) => {
    const one = queries.get(shape);
    if (one === undefined) throw new Error(`there is no statement of the shape ${shape}`);
    return one;
  };
}

function keep<Row, Values>(one: Query<Row, Values>): Query<Row, Values> {
  made.push(one as AnyQuery);
  return one;
}
