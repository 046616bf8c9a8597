import { supplied } from '../../core/supplied.js';
import type { Page } from '../../store/store.js';
import type { Answer } from '../http/endpoint.js';

/** A page as `{items, next?}`. Nothing about how many there are: a list is what was received, and says no more. */
export function pageAnswer<T>({ items, next }: Page<T>, shown: (item: T) => unknown = (item) => item): Answer {
  return { body: { items: items.map(shown) }, ...supplied({ next }) };
}
