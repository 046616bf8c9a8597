import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What a module of a checkout exports, built. `end` is the end of its path in `dist`, such as `store/open.js`: the folders before it may differ
 * between two versions. Of several the newest counts, since a build does not remove what the one before it left. Throws when there is none.
 */
export function fromCheckout(tree, end) {
  const dist = path.join(tree, 'dist');
  const names = readdirSync(dist, { recursive: true }).filter((file) => file === end || file.endsWith(`/${end}`));
  const [newest] = names.map((name) => path.join(dist, name)).sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (newest === undefined) throw new Error(`no module of ${dist} ends in ${end}`);
  return import(pathToFileURL(newest).href);
}
