/** Leaves of a value, by path without indices. */
export function leavesOf(value: unknown, path = ''): { readonly path: string; readonly value: string }[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, path));
  if (typeof value !== 'object' || value === null) return [{ path, value: String(value) }];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}/${name}`));
}
