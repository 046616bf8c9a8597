import type { Page } from '../store/store.js';
import { invalidParameter } from './as-problem.js';
import { LIST } from './parameters.js';

/**
 * A page of a list that is at hand as a whole, in the order of its keys, which are unique. The cursor is the key of the last item
 * on the page: whoever stays in the list is met once in a walk, whoever else comes or goes meanwhile. `list` tells its cursors from
 * those of other lists; another one's is the problem `invalid-parameter`.
 */
export function keysetPage<T>(
  list: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): Page<T> {
  const after = keyAfter(list, cursor);
  const rest = items.map((item) => ({ item, key: keyOf(item) })).filter(({ key }) => after === undefined || key > after);
  rest.sort((one, other) => (one.key < other.key ? -1 : 1));
  return keysetPageOf(
    list,
    rest.map(({ item }) => item),
    keyOf,
    limit,
  );
}

/** The same of a list of which only a part is at hand, in order: one item more than goes on the page tells that there is a next one. */
export function keysetPageOf<T>(list: string, items: readonly T[], keyOf: (item: T) => string, limit: number): Page<T> {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, ...(last !== undefined && items.length > page.length ? { next: cursorAfter(list, keyOf(last)) } : {}) };
}

/** The key that a page comes after, by its cursor; undefined for the first page. */
export function keyAfter(list: string, cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : keyIn(list, cursor);
}

function cursorAfter(list: string, key: string): string {
  return Buffer.from(`${list}:${key}`).toString('base64url');
}

function keyIn(list: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = text.slice(list.length + 1);
  if (cursorAfter(list, key) !== cursor) throw invalidParameter('cursor', `must be ${LIST.cursor.expected}`);
  return key;
}
