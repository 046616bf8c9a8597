/** What an answer is about: the things on a page, or the one thing that it is. */
export function itemsOf(body: unknown): readonly object[] {
  const { items } = body as { readonly items?: unknown };
  return Array.isArray(items) ? (items as readonly object[]) : [body as object];
}

/** The names of the properties that stand in them: what is on record about an answer. */
export function fieldsOf(body: unknown): readonly string[] {
  return [...new Set(itemsOf(body).flatMap((item) => Object.keys(item)))].sort();
}
