import { resolve } from 'node:path';
import { asStoreError } from './failure.js';
import { refuseForeignLog } from './foreign-log.js';

/** How often this process has each database file open. */
const openHere = new Map<string, number>();

/** Counts a use of a database file; gives what ends it. Looks at the files before the first opens them: later, that would take away the locks of those that have them open. */
export function enter(file: string): () => void {
  const name = resolve(file);
  const count = (by: number) => openHere.set(name, (openHere.get(name) ?? 0) + by);
  if ((openHere.get(name) ?? 0) === 0) {
    try {
      refuseForeignLog(file);
    } catch (error) {
      throw asStoreError(error, 'open');
    }
  }
  count(1);
  return () => count(-1);
}
