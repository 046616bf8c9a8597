/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}
