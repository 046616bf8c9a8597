import type { ResultQuery, Store, StoredResult } from '../../../src/store/store.js';
import { SCHOOL } from './records.js';

/** Every current result that a query gives, page after page. `between` runs after each page. */
export async function allResults(
  store: Store,
  query: Partial<ResultQuery> = {},
  between: () => Promise<void> = async () => undefined,
): Promise<StoredResult[]> {
  const items: StoredResult[] = [];
  let cursor = query.cursor;
  do {
    const page = await store.results({ school: SCHOOL, limit: 1_000, ...query, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.next;
    if (cursor !== undefined) await between();
  } while (cursor !== undefined);
  return items;
}

export function idsOf(items: readonly { readonly id: string }[]): string[] {
  return items.map((item) => item.id);
}
