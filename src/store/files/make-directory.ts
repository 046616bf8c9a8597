import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a directory, and those that lead to it, for nobody but its owner; one that is there stays as it is. Throws the error of the file
 * system, with the path. `mkdirSync` with `recursive` tries for ever where a file system says of a new name that it is not there, as /proc does.
 */
export function makeDirectory(directory: string): void {
  const missing: string[] = [];
  for (let at = path.resolve(directory); !isThere(at); at = path.dirname(at)) missing.unshift(at);
  for (const one of missing) {
    try {
      mkdirSync(one, { mode: 0o700 });
    } catch (error) {
      // Another process may have been quicker.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function isThere(place: string): boolean {
  try {
    statSync(place);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
