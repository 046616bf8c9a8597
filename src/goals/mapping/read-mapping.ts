import type { MappingRow } from '../mapping.js';

/** A row of a file. */
export interface FoundRow {
  readonly row: MappingRow;
  /** Where it stands: `line 3`, `/rows/2`. */
  readonly place: string;
  /** True: the row has to go. */
  readonly remove?: true;
}

export interface RowProblem {
  readonly place: string;
  /** Completes the place: `line 3: coverage is not one of ...`. Holds no value of the row. */
  readonly problem: string;
}

/** Something in a file that a mapping has no room for, and how often it is there. */
export interface LeftOut {
  readonly what: string;
  readonly count: number;
}

/** A mapping as a file has it. With a problem nothing of it is used. */
export interface ReadMapping {
  readonly rows: readonly FoundRow[];
  readonly problems: readonly RowProblem[];
  readonly leftOut: readonly LeftOut[];
}

/** Rows of one mapping at most, stored or in a file. */
export const MOST_ROWS = 200_000;
/** Problems of a file that are listed. */
export const MOST_PROBLEMS = 100;
