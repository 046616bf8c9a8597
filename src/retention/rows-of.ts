/** How many rows went, whatever they are. */
export function rowsOf(removed: Readonly<Record<string, number>>): number {
  return Object.values(removed).reduce((sum, count) => sum + count, 0);
}
