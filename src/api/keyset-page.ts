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
  const after = cursor === undefined ? undefined : keyIn(list, cursor);
  const rest = items.map((item) => ({ item, key: keyOf(item) })).filter(({ key }) => after === undefined || key > after);
  rest.sort((one, other) => (one.key < other.key ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const next = last !== undefined && rest.length > page.length ? { next: cursorAfter(list, last.key) } : {};
  return { items: page.map(({ item }) => item), ...next };
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
