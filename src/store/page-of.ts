/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

/**
 * Part of a list, by the places of its rows: numbers that go up as rows are stored. `upTo` is inclusive; without `limit` all of it.
 */
export interface Stretch {
  readonly after: number;
  readonly upTo?: number;
  readonly limit?: number;
}
