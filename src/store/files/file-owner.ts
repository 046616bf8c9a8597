import { chownSync, fchownSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Name of the database in the data directory. */
export const DATABASE_FILE = 'uwlr.db';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Gives a new file to whom the data in its directory belong, when root made it: with a command that somebody ran as root, say. Otherwise
 * the gateway, which runs as somebody else, could not open it. `handle`: of the file, when it is open. Nobody but root can give files away.
 */
export function giveToOwnerOfDirectory(file: string, handle?: number): void {
  if (process.geteuid?.() !== 0) return;
  const owner = ownerOf(dirname(file));
  if (owner === undefined) return;
  if (handle === undefined) chownSync(file, owner.uid, owner.gid);
  else fchownSync(handle, owner.uid, owner.gid);
}

/** The same for a file that is there already, if it is root's. */
export function takeFromRoot(file: string): void {
  if (process.geteuid?.() === 0 && statSync(file, { throwIfNoEntry: false })?.uid === 0) giveToOwnerOfDirectory(file);
}

/** Undefined: root's, or nobody's yet. */
function ownerOf(directory: string): Owner | undefined {
  return [directory, join(directory, DATABASE_FILE)]
    .map((path): Owner | undefined => statSync(path, { throwIfNoEntry: false }))
    .find((owner) => owner !== undefined && owner.uid !== 0);
}
