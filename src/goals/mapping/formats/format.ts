import type { MappingRow } from '../../mapping.js';
import { type FoundRow, type LeftOut, MOST_PROBLEMS, MOST_ROWS, type ReadMapping, type RowProblem } from '../read-mapping.js';
import { type RowFields, rowsOf, UnfitRow } from '../row-fields.js';

/** What the terms of a list are that does not say so itself. */
export const TERM_KINDS = ['supplierGoal', 'code', 'part', 'hierarchy'] as const;
export type TermKind = (typeof TERM_KINDS)[number];

export interface ReadOptions {
  readonly terms?: TermKind;
  /** Whether a text, with the URI of the list that it is a term of, is a goal of a loaded set. */
  readonly isGoal: (written: string, set: string | undefined) => boolean;
}

/** A mapping as a file, in pieces, and what of it the format has no room for. */
export interface WrittenMapping {
  readonly pieces: Iterable<string>;
  readonly leftOut: readonly LeftOut[];
}

/** Gathers the rows of a file, with what is wrong and what is left out. */
export class Gathering {
  readonly #rows: FoundRow[] = [];
  readonly #problems: RowProblem[] = [];
  readonly #left = new Map<string, number>();

  /** Nothing more has to be read: there are too many rows or problems. */
  get isFull(): boolean {
    return this.#rows.length > MOST_ROWS || this.#problems.length > MOST_PROBLEMS;
  }

  take(place: string, fields: RowFields, remove = false): void {
    try {
      this.add(place, rowsOf(fields), remove);
    } catch (error) {
      if (!(error instanceof UnfitRow)) throw error;
      this.problem(place, error.reason);
    }
  }

  /** The text of a goal that stands beside a link does not go with the link. */
  add(place: string, rows: readonly MappingRow[], remove: boolean): void {
    const links = rows.filter(({ kind }) => kind !== 'supplierGoal');
    const meant = remove && links.length > 0 ? links : rows;
    for (const row of meant) this.#rows.push({ row, place, ...(remove ? { remove: true } : {}) });
    if (this.#rows.length > MOST_ROWS) this.problem(place, `is past the ${MOST_ROWS} rows that a mapping may have`);
  }

  problem(place: string, problem: string): void {
    this.#problems.push({ place, problem });
  }

  leaveOut(what: string, count = 1): void {
    this.#left.set(what, (this.#left.get(what) ?? 0) + count);
  }

  end(): ReadMapping {
    return { rows: this.#rows, problems: this.#problems, leftOut: [...this.#left].map(([what, count]) => ({ what, count })) };
  }
}
