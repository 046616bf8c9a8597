import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What a module of a checkout exports, built. `end` is the end of its path in `dist`, such as `store/open.js`: the folders before it may differ
 * between two versions. Throws when there is none, or more than one.
 */
export function fromCheckout(tree, end) {
  const dist = path.join(tree, 'dist');
  const found = readdirSync(dist, { recursive: true }).filter((file) => file === end || file.endsWith(`/${end}`));
  if (found.length !== 1) throw new Error(`${found.length} modules of ${dist} end in ${end}`);
  return import(pathToFileURL(path.join(dist, found[0])).href);
}
