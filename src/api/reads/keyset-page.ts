import type { Page } from '../../store/store.js';

/** Something in a list, with its place there. No two have the same one. */
export interface Keyed<T> {
  readonly key: string;
  readonly item: T;
}

/**
 * A page of a list that is at hand as a whole, in the order of its keys. The cursor is the key of the last item on the page: whoever
 * stays in the list is met once in a walk, whoever else comes or goes meanwhile.
 */
export function keysetPage<T>(
  items: readonly Keyed<T>[],
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): Page<T> {
  const rest = items.filter(({ key }) => cursor === undefined || key > cursor);
  rest.sort((one, other) => (one.key < other.key ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(({ item }) => item), ...(last !== undefined && rest.length > page.length ? { next: last.key } : {}) };
}
