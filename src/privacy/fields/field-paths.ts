/** Paths, and of each the elements that it stands in. */
export function withAncestors(paths: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths) {
    for (let at = path.length; at !== -1; at = path.lastIndexOf('/', at - 1)) all.add(path.slice(0, at));
  }
  return all;
}
