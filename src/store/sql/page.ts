import type { Page } from '../store.js';
import { type CursorKind, cursorAfter } from './cursor.js';

/** Rows to ask for: one more than goes on the page, to know whether there is a next one. */
export function rowsFor(limit: number): number {
  return pageSize(limit) + 1;
}

/** The first `limit` rows as a page, with a cursor when there were more. */
export function pageOf<Row extends { readonly seq: number }, T>(
  kind: CursorKind,
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => T,
): Page<T> {
  const kept = rows.slice(0, pageSize(limit));
  const items = kept.map(item);
  const last = kept.at(-1);
  return last && rows.length > kept.length ? { items, next: cursorAfter(kind, last.seq) } : { items };
}

/** A number of rows that a query can do with: whole, and at least one. */
export function pageSize(limit: number): number {
  return Math.max(1, Math.trunc(limit) || 1);
}
